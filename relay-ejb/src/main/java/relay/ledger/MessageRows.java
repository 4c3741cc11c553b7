package relay.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import relay.smtp.TlsWish;

/** Reads {@link MessageRow}s back. */
public final class MessageRows {
    /** The columns that {@link #read} wants, of a table {@code message m}. */
    public static final String COLUMNS = "m.queue_id, m.tenant_id, m.credential_id, m.stream, m.campaign,"
            + " m.reverse_path, m.header_from, m.from_domain, m.message_id, m.subject, m.content_size, m.header_size,"
            + " m.body_hash, m.eight_bit, m.smtp_utf8, m.dsn_return, m.envelope_id, m.origin, m.tags, m.metadata,"
            + " m.track, m.accepted_at, m.expires_at, m.must_arrive_by, m.tls_wish";

    private MessageRows() {}

    /** The message of the current row. */
    public static MessageRow read(ResultSet row) throws SQLException {
        return new MessageRow(
                row.getString("queue_id"),
                row.getString("tenant_id"),
                row.getString("credential_id"),
                row.getString("stream"),
                row.getString("campaign"),
                row.getString("reverse_path"),
                row.getString("header_from"),
                row.getString("from_domain"),
                row.getString("message_id"),
                row.getString("subject"),
                row.getLong("content_size"),
                row.getInt("header_size"),
                row.getBytes("body_hash"),
                row.getBoolean("eight_bit"),
                row.getBoolean("smtp_utf8"),
                row.getString("dsn_return"),
                row.getString("envelope_id"),
                row.getString("origin"),
                row.getString("tags"),
                row.getString("metadata"),
                row.getString("track"),
                row.getLong("accepted_at"),
                row.getLong("expires_at"),
                mustArriveBy(row),
                TlsWish.of(row.getString("tls_wish")));
    }

    private static Long mustArriveBy(ResultSet row) throws SQLException {
        long at = row.getLong("must_arrive_by");
        return row.wasNull() ? null : at;
    }
}
