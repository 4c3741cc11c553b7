package relay.smtp.client;

import relay.smtp.Reply;

/** Waits for the end of the TLS handshake, after STARTTLS or from the first byte. */
final class TlsHandshake extends OpeningPhase {
    private final Phase next;

    TlsHandshake(Conversation conversation, Phase next) {
        super(conversation);
        this.next = next;
    }

    @Override
    void begin() {
        conversation.wire().limit(conversation.timeouts().startTls());
        conversation.wire().encrypt();
    }

    @Override
    Stage stage() {
        return Stage.STARTTLS;
    }

    @Override
    void replied(Reply reply) {
        conversation.unexpected(reply);
    }

    @Override
    void encrypted() {
        conversation.enter(next);
    }

    @Override
    boolean mayHelpInClear(SmtpFailure failure) {
        return true;
    }
}
