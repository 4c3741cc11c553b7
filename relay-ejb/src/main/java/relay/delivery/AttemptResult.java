package relay.delivery;

import relay.smtp.Reply;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

/**
 * What one attempt came to, before it is decided what that means.
 *
 * @param delivered the remote host's 2xx to the final dot, or null
 * @param failure why not, or null
 * @param host who answered, or null when nobody was reached
 * @param tls version and cipher, or null
 * @param dsnPassedOn whether the remote host took over the duty to tell the sender (RFC 3461)
 * @param startedAt milliseconds since 1970
 * @param endedAt milliseconds since 1970
 * @param isFinal whether a rule makes a refusal final although its code does not say so
 * @param source the name of the source that it left by, or null when it did not come so far
 */
public record AttemptResult(
        Reply delivered,
        SmtpFailure failure,
        RemoteHost host,
        String tls,
        boolean dsnPassedOn,
        long startedAt,
        long endedAt,
        boolean isFinal,
        String source) {
    AttemptResult(
            Reply delivered,
            SmtpFailure failure,
            RemoteHost host,
            String tls,
            boolean dsnPassedOn,
            long startedAt,
            long endedAt) {
        this(delivered, failure, host, tls, dsnPassedOn, startedAt, endedAt, false, null);
    }

    /** The same as a final refusal. */
    AttemptResult asFinal() {
        return new AttemptResult(delivered, failure, host, tls, dsnPassedOn, startedAt, endedAt, true, source);
    }

    boolean isDelivered() {
        return delivered != null;
    }

    /** What was said, or what went wrong in words. */
    String words() {
        if (delivered != null) {
            return delivered.toString();
        }
        return failure.reply() != null ? failure.reply().toString() : failure.cause();
    }

    Stage stage() {
        return failure == null ? null : failure.stage();
    }
}
