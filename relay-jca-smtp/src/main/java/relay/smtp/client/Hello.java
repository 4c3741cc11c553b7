package relay.smtp.client;

import relay.smtp.Reply;

/** Says EHLO, or HELO to a host that does not know it (RFC 5321, section 3.2), and goes where the answer leads. */
final class Hello extends OpeningPhase {
    private boolean extended = true;

    Hello(Conversation conversation) {
        super(conversation);
    }

    @Override
    void begin() {
        say("EHLO ");
    }

    private void say(String verb) {
        conversation.say(
                verb + conversation.settings().ehloName(),
                conversation.timeouts().hello());
    }

    @Override
    Stage stage() {
        return Stage.EHLO;
    }

    @Override
    void replied(Reply reply) {
        if (reply.isPositive()) {
            conversation.learn(extended ? Capabilities.of(reply) : Capabilities.NONE);
            goOn();
        } else if (reply.isIntermediate()) {
            conversation.unexpected(reply);
        } else if (reply.isPermanent() && extended) {
            extended = false;
            say("HELO ");
        } else {
            conversation.refused(reply);
        }
    }

    private void goOn() {
        if (conversation.tls() == null && wantsTls()) {
            conversation.enter(new StartTls(conversation));
        } else if (conversation.host().requiresTls()
                && !conversation.capabilities().requireTls()) {
            conversation.decline(Reply.of(
                    550,
                    "5.7.30",
                    "REQUIRETLS needed: " + conversation.host().name() + " does not offer it (RFC 8689)"));
        } else if (conversation.host().login() != null) {
            conversation.enter(new Authentication(conversation));
        } else {
            conversation.opened();
        }
    }

    private boolean wantsTls() {
        return switch (conversation.host().tls()) {
            case NONE, IMPLICIT -> false;
            case OPPORTUNISTIC -> conversation.capabilities().startTls();
            case ENCRYPTED, VERIFIED, DANE -> true;
        };
    }

    /** Some hosts fail only once they are spoken to over TLS. */
    @Override
    boolean mayHelpInClear(SmtpFailure failure) {
        return conversation.tls() != null && failure.reply() == null;
    }
}
