package relay.smtp.client;

import relay.smtp.Reply;

/** Waits for the peer's greeting (RFC 5321, section 3.1). */
final class AwaitGreeting extends OpeningPhase {
    AwaitGreeting(Conversation conversation) {
        super(conversation);
    }

    @Override
    void begin() {
        conversation.wire().limit(conversation.timeouts().greeting());
    }

    @Override
    Stage stage() {
        return Stage.GREETING;
    }

    @Override
    void replied(Reply reply) {
        if (reply.isPositive()) {
            conversation.enter(new Hello(conversation));
        } else if (reply.isIntermediate()) {
            conversation.unexpected(reply);
        } else {
            conversation.refused(reply);
        }
    }
}
