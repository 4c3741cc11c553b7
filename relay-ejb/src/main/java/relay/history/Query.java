package relay.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A statement with its arguments, put together piece by piece. */
final class Query {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> arguments = new ArrayList<>();

    /** What a row becomes. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Adds a piece and the arguments of its question marks. */
    Query add(String piece, Object... values) {
        sql.append(piece);
        arguments.addAll(Arrays.asList(values));
        return this;
    }

    /** A question mark for each value, with commas between. */
    Query addEach(List<?> values) {
        sql.append(String.join(",", Collections.nCopies(values.size(), "?")));
        arguments.addAll(values);
        return this;
    }

    <T> List<T> list(Connection connection, Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepare(connection);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        }
    }

    int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.toString());
        for (int i = 0; i < arguments.size(); i++) {
            statement.setObject(i + 1, arguments.get(i));
        }
        return statement;
    }

    @Override
    public String toString() {
        return sql + " " + arguments;
    }
}
