package relay.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Tells what the database will never take from what it cannot take now, by SQLState. */
public final class DatabaseFault {
    /** Data and constraints. */
    private static final Set<String> REFUSALS = Set.of("22", "23");
    /** Connection, rollback of a transaction, resources, state of an object, an operator, the system. */
    private static final Set<String> ABSENCES = Set.of("08", "40", "53", "55", "57", "58");
    /**
     * H2, which gives error numbers as states: open elsewhere, input or output failed, broken connection, closed, full
     * disk, out of memory, shut down, changed at the same time; and a statement that timed out.
     */
    private static final Set<String> ABSENCES_OF_H2 = Set.of(
            "90020", "90028", "90031", "90067", "90098", "90100", "90108", "90121", "90131", "HYT00", "HYT01", "57014");

    private static final int CLASS = 2;
    private static final int DEEPEST = 20;

    private DatabaseFault() {}

    /** Whether the database refuses the data themselves: the same data will be refused again. */
    public static boolean isRefusal(Throwable fault) {
        return !isAbsence(fault) && has(fault, DatabaseFault::isRefused);
    }

    /** Whether the database is away, busy or full: the same data may be taken later. */
    public static boolean isAbsence(Throwable fault) {
        return has(fault, DatabaseFault::isAway);
    }

    private static boolean isRefused(SQLException fault) {
        return REFUSALS.contains(classOf(fault));
    }

    private static boolean isAway(SQLException fault) {
        return fault instanceof SQLTransientException
                || ABSENCES.contains(classOf(fault))
                || ABSENCES_OF_H2.contains(String.valueOf(fault.getSQLState()));
    }

    private static String classOf(SQLException fault) {
        String state = fault.getSQLState();
        return state == null || state.length() < CLASS ? "" : state.substring(0, CLASS);
    }

    private interface Question {
        boolean isTrueOf(SQLException fault);
    }

    /** A batch chains its exceptions, containers wrap them. */
    private static boolean has(Throwable fault, Question question) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException known && hasInChain(known, question)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean hasInChain(SQLException first, Question question) {
        SQLException next = first;
        for (int length = 0; next != null && length < DEEPEST; length++) {
            if (question.isTrueOf(next)) {
                return true;
            }
            next = next.getNextException();
        }
        return false;
    }
}
