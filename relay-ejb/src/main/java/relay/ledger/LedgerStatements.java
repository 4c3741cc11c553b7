package relay.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import relay.queue.QueueName;

/** The prepared statements of one connection, filled by the entries of a batch and executed together. */
final class LedgerStatements implements AutoCloseable {
    /** Most characters of a reply that is stored. */
    static final int MAX_REPLY = 1_000;

    private static final int MAX_NAME = 255;
    private static final int MAX_TLS = 80;

    private final List<Batch> batches = new ArrayList<>();
    private final List<Settlement> settling = new ArrayList<>();
    private int[] settled = {};
    private final Batch messages;
    private final Batch tags;
    private final Batch contents;
    private final Batch recipients;
    private final Batch claims;
    private final Batch settlements;
    private final Batch attempts;
    private final Batch events;
    private final Batch countdowns;
    private final Batch removals;

    LedgerStatements(Connection connection) throws SQLException {
        messages = batch(
                connection,
                "INSERT INTO message (queue_id, tenant_id, credential_id, stream, campaign,"
                        + " reverse_path, header_from, from_domain, message_id, subject, content_size, header_size, body_hash,"
                        + " eight_bit, smtp_utf8, dsn_return, envelope_id, origin, tags, metadata, track, accepted_at,"
                        + " expires_at, must_arrive_by, tls_wish, unfinished)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        tags = batch(connection, "INSERT INTO message_tag (tenant_id, tag, queue_id) VALUES (?,?,?)");
        contents = batch(connection, "INSERT INTO content (queue_id, chunk, bytes, written_at) VALUES (?,?,?,?)");
        recipients = batch(
                connection,
                "INSERT INTO recipient (queue_id, number, tenant_id, address, domain, status,"
                        + " attempts, generation, queue_name, next_at, claimed_by, claimed_until, last_reply, site,"
                        + " notify_on, original_recipient, delay_notified, updated_at)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        claims = batch(
                connection,
                "UPDATE recipient SET generation = ?, claimed_by = ?, claimed_until = ?"
                        + " WHERE queue_id = ? AND number = ?"
                        + " AND (generation = ? AND claimed_by IS NULL OR generation = ? AND claimed_by = ?)");
        settlements = batch(
                connection,
                "UPDATE recipient SET status = ?, attempts = ?,"
                        + " queue_name = CASE WHEN ? THEN NULL ELSE queue_name END, next_at = ?, last_reply = ?,"
                        + " site = ?, delay_notified = ?, updated_at = ?, claimed_by = NULL, claimed_until = NULL,"
                        + " generation = generation + 1"
                        + " WHERE queue_id = ? AND number = ? AND generation = ?");
        attempts = batch(
                connection,
                "INSERT INTO attempt (queue_id, number, attempt, at, duration_millis, outcome,"
                        + " stage, host, address, tls, reply, source) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
        events = batch(
                connection,
                "INSERT INTO event (id, at, type, tenant_id, queue_id, number, recipient, reply,"
                        + " enhanced_status, bounce_kind, bounce_class) VALUES (?,?,?,?,?,?,?,?,?,?,?)");
        countdowns = batch(connection, "UPDATE message SET unfinished = unfinished - 1 WHERE queue_id = ?");
        removals = batch(
                connection,
                "DELETE FROM content WHERE queue_id = ?"
                        + " AND 0 = (SELECT unfinished FROM message WHERE queue_id = ?)");
    }

    void insertMessage(MessageRow message, int unfinished) throws SQLException {
        PreparedStatement row = messages.statement;
        int i = 0;
        row.setString(++i, message.queueId());
        row.setString(++i, message.tenantId());
        row.setString(++i, message.credentialId());
        row.setString(++i, message.stream());
        row.setString(++i, message.campaign());
        row.setString(++i, message.reversePath());
        row.setString(++i, message.headerFrom());
        row.setString(++i, message.fromDomain());
        row.setString(++i, message.messageId());
        row.setString(++i, message.subject());
        row.setLong(++i, message.contentSize());
        row.setInt(++i, message.headerSize());
        row.setBytes(++i, message.bodyHash());
        row.setBoolean(++i, message.eightBit());
        row.setBoolean(++i, message.smtpUtf8());
        row.setString(++i, message.dsnReturn());
        row.setString(++i, message.envelopeId());
        row.setString(++i, message.origin());
        row.setString(++i, message.tags());
        row.setString(++i, message.metadata());
        row.setString(++i, message.track());
        row.setLong(++i, message.acceptedAt());
        row.setLong(++i, message.expiresAt());
        setLong(row, ++i, message.mustArriveBy());
        row.setString(++i, message.tlsWish() == null ? null : message.tlsWish().word());
        row.setInt(++i, unfinished);
        messages.add();
        if (message.tags() != null) {
            insertTags(message);
        }
    }

    private void insertTags(MessageRow message) throws SQLException {
        for (String tag : new LinkedHashSet<>(List.of(message.tags().split("\n", -1)))) {
            tags.statement.setString(1, message.tenantId());
            tags.statement.setString(2, tag);
            tags.statement.setString(3, message.queueId());
            tags.add();
        }
    }

    void insertContent(String queueId, int chunk, byte[] bytes, long writtenAt) throws SQLException {
        PreparedStatement row = contents.statement;
        row.setString(1, queueId);
        row.setInt(2, chunk);
        row.setBytes(3, bytes);
        row.setLong(4, writtenAt);
        contents.add();
    }

    void insertRecipient(MessageRow message, RecipientRow recipient, RecipientState state) throws SQLException {
        PreparedStatement row = recipients.statement;
        int i = 0;
        row.setString(++i, message.queueId());
        row.setInt(++i, recipient.number());
        row.setString(++i, message.tenantId());
        row.setString(++i, recipient.address());
        row.setString(++i, recipient.domain());
        row.setString(++i, state.status().word());
        row.setInt(++i, state.attempts());
        row.setInt(++i, state.generation());
        row.setString(++i, state.status().isFinal() ? null : queueName(message, recipient));
        setLong(row, ++i, state.nextAt());
        row.setString(++i, state.claim() == null ? null : state.claim().run());
        setLong(row, ++i, state.claim() == null ? null : state.claim().until());
        row.setString(++i, shortened(state.reply()));
        row.setString(++i, shortened(state.site(), MAX_NAME));
        row.setString(++i, recipient.notifyOn());
        row.setString(++i, recipient.originalRecipient());
        row.setBoolean(++i, state.delayNotified());
        row.setLong(++i, state.updatedAt());
        recipients.add();
    }

    private static String queueName(MessageRow message, RecipientRow recipient) {
        return QueueName.of(message.stream(), message.tenantId(), recipient.domain(), message.campaign())
                .toString();
    }

    void claim(Claim claim) throws SQLException {
        PreparedStatement row = claims.statement;
        int i = 0;
        row.setInt(++i, claim.generation() + 1);
        row.setString(++i, claim.run());
        row.setLong(++i, claim.until());
        row.setString(++i, claim.queueId());
        row.setInt(++i, claim.number());
        row.setInt(++i, claim.generation());
        // written before, when the answer to a commit was lost
        row.setInt(++i, claim.generation() + 1);
        row.setString(++i, claim.run());
        claims.add();
    }

    /**
     * Adds an outcome. What follows from it is added when it has applied: an outcome of another generation, because
     * somebody has acted meanwhile, leaves no trace.
     *
     * @param notice the message that tells of it, or null
     */
    void settle(Outcome outcome, Acceptance notice) throws SQLException {
        PreparedStatement row = settlements.statement;
        int i = 0;
        row.setString(++i, outcome.status().word());
        row.setInt(++i, outcome.attempts());
        row.setBoolean(++i, outcome.status().isFinal());
        setLong(row, ++i, outcome.nextAt());
        row.setString(++i, shortened(outcome.reply()));
        row.setString(++i, shortened(outcome.site(), MAX_NAME));
        row.setBoolean(++i, outcome.delayNotified());
        row.setLong(++i, outcome.at());
        row.setString(++i, outcome.queueId());
        row.setInt(++i, outcome.number());
        row.setInt(++i, outcome.generation());
        settlements.add();
        settling.add(new Settlement(outcome, notice));
    }

    void insertAttempt(String queueId, int number, RecipientStatus status, Attempt attempt) throws SQLException {
        PreparedStatement row = attempts.statement;
        int i = 0;
        row.setString(++i, queueId);
        row.setInt(++i, number);
        row.setInt(++i, attempt.number());
        row.setLong(++i, attempt.at());
        row.setInt(++i, attempt.durationMillis());
        row.setString(++i, status.word());
        row.setString(++i, attempt.stage());
        row.setString(++i, shortened(attempt.host(), MAX_NAME));
        row.setString(++i, attempt.address());
        row.setString(++i, shortened(attempt.tls(), MAX_TLS));
        row.setString(++i, shortened(attempt.reply()));
        row.setString(++i, attempt.source());
        attempts.add();
    }

    void insertEvent(Event event) throws SQLException {
        PreparedStatement row = events.statement;
        int i = 0;
        row.setString(++i, event.id());
        row.setLong(++i, event.at());
        row.setString(++i, event.type().word());
        row.setString(++i, event.tenantId());
        row.setString(++i, event.queueId());
        if (event.number() == null) {
            row.setNull(++i, Types.INTEGER);
        } else {
            row.setInt(++i, event.number());
        }
        row.setString(++i, event.recipient());
        row.setString(++i, shortened(event.reply()));
        row.setString(++i, event.enhancedStatus());
        row.setString(++i, event.bounceKind());
        row.setString(++i, event.bounceClass());
        events.add();
    }

    void finish(String queueId, boolean keepContent) throws SQLException {
        countdowns.statement.setString(1, queueId);
        countdowns.add();
        if (!keepContent) {
            removals.statement.setString(1, queueId);
            removals.statement.setString(2, queueId);
            removals.add();
        }
    }

    /** Executes everything that was added and returns how many rows each claim changed, in the order of the claims. */
    int[] execute() throws SQLException {
        int[] claimed = claims.execute();
        settled = settlements.execute();
        for (int i = 0; i < settled.length; i++) {
            if (settled[i] == 1) {
                settling.get(i).writeConsequences(this);
            }
        }
        settling.clear();
        for (Batch batch : batches) {
            batch.execute();
        }
        return claimed;
    }

    /** How many rows each outcome changed that was just executed, in their order. */
    int[] settled() {
        return settled;
    }

    /** Forgets what was added, after a failure. */
    void clear() throws SQLException {
        settling.clear();
        for (Batch batch : batches) {
            batch.clear();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Batch batch : batches) {
            batch.statement.close();
        }
    }

    private Batch batch(Connection connection, String sql) throws SQLException {
        Batch batch = new Batch(connection.prepareStatement(sql));
        batches.add(batch);
        return batch;
    }

    private static void setLong(PreparedStatement row, int index, Long value) throws SQLException {
        if (value == null) {
            row.setNull(index, Types.BIGINT);
        } else {
            row.setLong(index, value);
        }
    }

    private static String shortened(String text) {
        return shortened(text, MAX_REPLY);
    }

    private static String shortened(String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }

    /** An outcome with the message that tells of it, or null. */
    private record Settlement(Outcome outcome, Acceptance notice) {
        void writeConsequences(LedgerStatements statements) throws SQLException {
            outcome.writeConsequences(statements);
            if (notice != null) {
                notice.write(statements);
            }
        }
    }

    /** A statement and how many rows wait in it. */
    private static final class Batch {
        private final PreparedStatement statement;
        private int size;

        Batch(PreparedStatement statement) {
            this.statement = statement;
        }

        void add() throws SQLException {
            statement.addBatch();
            size++;
        }

        int[] execute() throws SQLException {
            if (size == 0) {
                return new int[0];
            }
            size = 0;
            return statement.executeBatch();
        }

        void clear() throws SQLException {
            size = 0;
            statement.clearBatch();
        }
    }
}
