package relay.smtp.client;

import relay.smtp.Reply;

/** Asks for TLS (RFC 3207). */
final class StartTls extends OpeningPhase {
    private boolean injected;

    StartTls(Conversation conversation) {
        super(conversation);
    }

    @Override
    void begin() {
        if (conversation.capabilities().startTls()) {
            conversation.say("STARTTLS", conversation.timeouts().startTls());
        } else {
            conversation.fail(new SmtpFailure(
                    Stage.STARTTLS,
                    null,
                    conversation.host().name() + " does not offer STARTTLS",
                    TlsFault.STARTTLS_NOT_SUPPORTED));
        }
    }

    @Override
    Stage stage() {
        return Stage.STARTTLS;
    }

    @Override
    void replied(Reply reply) {
        if (reply.isPositive()) {
            encrypt();
        } else if (reply.isIntermediate()) {
            conversation.unexpected(reply);
        } else {
            conversation.refused(reply, TlsFault.STARTTLS_NOT_SUPPORTED);
        }
    }

    private void encrypt() {
        // said in clear, such words would count as said under TLS (RFC 3207, section 6; CVE-2011-0411)
        if (conversation.wire().hasUnread()) {
            injected = true;
            conversation.fail(new SmtpFailure(Stage.STARTTLS, null, "plaintext after the reply to STARTTLS"));
        } else {
            conversation.enter(new TlsHandshake(conversation, new Hello(conversation)));
        }
    }

    @Override
    boolean mayHelpInClear(SmtpFailure failure) {
        return !injected;
    }
}
