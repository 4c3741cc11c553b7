package relay.submission;

import java.util.function.Predicate;
import relay.ledger.Acceptance;
import relay.ledger.Ledger;
import relay.ledger.RecipientRow;
import relay.ledger.SendingJournal;

/**
 * Which messages are sent before they are recorded, and which were perhaps. While the broker owns a message its record
 * may wait for its outcomes; when it comes again, or comes from an earlier run, the database may know it already and is
 * asked first.
 */
public final class Unrecorded {
    private final String run;
    private final Ledger ledger;
    private final SendingJournal sendings;
    private final Predicate<String> isPrompt;

    /**
     * With a journal of what is being sent.
     *
     * @param run identity of this run
     * @param sendings what is being sent, and what earlier runs were sending
     * @param isPrompt whether mail to a domain is likely to be delivered at once
     */
    public Unrecorded(String run, Ledger ledger, SendingJournal sendings, Predicate<String> isPrompt) {
        this.run = run;
        this.ledger = ledger;
        this.sendings = sendings;
        this.isPrompt = isPrompt;
    }

    /** Everything is recorded first. */
    public static Unrecorded never() {
        return new Unrecorded(null, null, null, domain -> false);
    }

    /**
     * Whether deliveries of a message may begin now.
     *
     * @param by the run that accepted it, or null when it comes again
     */
    boolean mayGo(Acceptance acceptance, String by) {
        return sendings != null
                && run.equals(by)
                && ledger.takesUnrecorded(acceptance)
                && acceptance.recipients().stream().map(RecipientRow::domain).allMatch(isPrompt);
    }

    /**
     * Whether a recipient may have been sent to without a record of it: it was noted, or nobody knows any more what the run
     * has noted that accepted it.
     *
     * @param by the run that accepted it, or null
     */
    boolean isInDoubt(String by, String queueId, int number) {
        return sendings != null
                && (sendings.isInDoubt(queueId, number) || (by != null && !by.equals(run) && !sendings.knows(by)));
    }
}
