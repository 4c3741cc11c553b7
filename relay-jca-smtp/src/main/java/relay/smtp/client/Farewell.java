package relay.smtp.client;

import relay.smtp.Reply;

/** Says QUIT and closes, whatever the peer answers (RFC 5321, section 4.1.1.10). */
final class Farewell extends Phase {
    Farewell(Conversation conversation) {
        super(conversation);
    }

    @Override
    void begin() {
        conversation.say("QUIT", conversation.timeouts().quit());
    }

    @Override
    Stage stage() {
        return Stage.MAIL;
    }

    @Override
    void replied(Reply reply) {
        conversation.fail(conversation.failure(reply));
    }

    @Override
    void ended(SmtpFailure failure) {}
}
