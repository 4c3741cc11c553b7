package relay.smtp.client;

/** A phase before the connection is handed to its user: when it fails, so does the opening. */
abstract class OpeningPhase extends Phase {
    OpeningPhase(Conversation conversation) {
        super(conversation);
    }

    @Override
    final void ended(SmtpFailure failure) {
        conversation.opening().failed(failure, mayHelpInClear(failure));
    }
}
