package relay.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import relay.ledger.Acceptance;
import relay.ledger.RecipientStatus;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

/**
 * Tells senders of failures that no attempt of ours has met: the remote host took the message and reported later that it
 * could not deliver it, or an operator gave a recipient up.
 */
public final class LateFailures {
    private static final String NO_STATUS = "5.0.0";

    private final Notices notices;
    private final Clock clock;

    public LateFailures(Notices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * The notification to be recorded together with the failure; empty when the sender does not want one, or is itself
     * the null reverse-path.
     *
     * @param status enhanced status code, or null
     * @param words why, for people; or null
     */
    public Optional<Acceptance> notice(Connection connection, String queueId, int number, String status, String words)
            throws SQLException {
        Optional<Delivery> delivery = WaitingMail.find(connection, queueId, number);
        return delivery.isEmpty() ? Optional.empty() : notice(delivery.get(), status, words);
    }

    private Optional<Acceptance> notice(Delivery delivery, String status, String words) {
        Verdict verdict = new Verdict(RecipientStatus.BOUNCED, null, status == null ? NO_STATUS : status, false);
        long now = clock.millis();
        SmtpFailure failure =
                new SmtpFailure(Stage.FINAL_DOT, null, words == null ? "It was returned after delivery" : words);
        AttemptResult result = new AttemptResult(null, failure, null, null, false, now, now);
        return notices.isDue(delivery, verdict, result) ? notices.write(delivery, verdict, result) : Optional.empty();
    }
}
