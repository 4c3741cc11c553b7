package relay.smtp.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import relay.smtp.ForwardPath;
import relay.smtp.Reply;

/** One message on its way over one connection. */
final class MailTransaction {
    private final EnvelopeCommands commands;
    private final List<ForwardPath> recipients;
    private final Body body;
    private final BooleanSupplier mayFinish;
    private final Outcomes outcomes;
    private final CompletableFuture<TransactionResult> outcome;

    MailTransaction(
            Transaction transaction,
            EnvelopeCommands commands,
            Body body,
            CompletableFuture<TransactionResult> outcome) {
        this.commands = commands;
        this.recipients = transaction.envelope().recipients();
        this.body = body;
        this.mayFinish = transaction.mayFinish();
        this.outcomes = new Outcomes(recipients.size());
        this.outcome = outcome;
    }

    EnvelopeCommands commands() {
        return commands;
    }

    List<ForwardPath> recipients() {
        return recipients;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    Body body() {
        return body;
    }

    /** Whether the final dot may be sent; no when nobody can say. */
    boolean mayFinish() {
        try {
            return mayFinish.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Every recipient without an outcome has failed, and the connection is lost or cannot be used. */
    void fail(SmtpFailure failure) {
        outcomes.fail(failure);
        finish(false);
    }

    /** All recipients are settled. */
    void finish(boolean reusable) {
        body.close();
        outcome.complete(outcomes.result(reusable));
    }

    /** Refuses a recipient in the peer's place. */
    void refuse(int recipient, Reply reply) {
        outcomes.refuse(recipient, new SmtpFailure(Stage.RCPT, reply, reply.text()));
    }
}
