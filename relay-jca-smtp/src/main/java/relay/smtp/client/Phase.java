package relay.smtp.client;

import relay.smtp.Reply;

/** One part of a conversation. It says commands, takes the replies, and hands on to the next phase. */
abstract class Phase {
    final Conversation conversation;

    Phase(Conversation conversation) {
        this.conversation = conversation;
    }

    /** The conversation has come to this phase. */
    abstract void begin();

    /** Where the conversation would be said to have ended now. */
    abstract Stage stage();

    /** The peer said something; never 421, which ends a conversation. */
    abstract void replied(Reply reply);

    /** The TLS handshake is done. */
    void encrypted() {
        throw new IllegalStateException("no handshake is under way");
    }

    /** The conversation is over; nothing more can be said. */
    abstract void ended(SmtpFailure failure);

    /** Whether another attempt without TLS may go further after this failure. */
    boolean mayHelpInClear(SmtpFailure failure) {
        return false;
    }
}
