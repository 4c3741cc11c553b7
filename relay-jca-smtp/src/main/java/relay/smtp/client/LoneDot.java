package relay.smtp.client;

import relay.smtp.Reply;

/**
 * Ends an unwanted DATA: the peer refused all recipients, yet asks for the content because DATA was said ahead of its
 * replies. It gets none (RFC 2920, section 3.1), and whatever it answers, nothing was delivered.
 */
final class LoneDot extends Phase {
    private final MailTransaction transaction;

    LoneDot(Conversation conversation, MailTransaction transaction) {
        super(conversation);
        this.transaction = transaction;
    }

    @Override
    void begin() {
        conversation.say(".", conversation.timeouts().finalDot());
    }

    @Override
    Stage stage() {
        return Stage.DATA;
    }

    @Override
    void replied(Reply reply) {
        if (reply.isIntermediate()) {
            conversation.unexpected(reply);
            return;
        }
        conversation.needsReset(false);
        conversation.rest();
        transaction.finish(conversation.isOpen());
    }

    @Override
    void ended(SmtpFailure failure) {
        transaction.fail(failure);
    }
}
