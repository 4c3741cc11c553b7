package relay.smtp.client;

/** Carries an {@link SmtpFailure} through a future. */
public final class SmtpFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SmtpFailure failure;

    public SmtpFailureException(SmtpFailure failure) {
        super(failure.stage() + ": " + (failure.reply() == null ? failure.cause() : failure.reply()));
        this.failure = failure;
    }

    public SmtpFailure failure() {
        return failure;
    }
}
