package relay.smtp.client;

import relay.smtp.Reply;

/** Between transactions. A peer that speaks now says that it closes, or makes no sense. */
final class Idle extends Phase {
    Idle(Conversation conversation) {
        super(conversation);
    }

    @Override
    void begin() {
        conversation.wire().noLimit();
    }

    @Override
    Stage stage() {
        return Stage.MAIL;
    }

    @Override
    void replied(Reply reply) {
        conversation.fail(conversation.failure(reply));
    }

    /** Nobody waits; the next transaction hears of it. */
    @Override
    void ended(SmtpFailure failure) {}
}
