package relay.configuration;

/** A setting whose value is not allowed; the message is the one line that an operator reads. */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** A message that names the setting, its value and what is allowed. */
    public InvalidSettingException(String message) {
        super(message);
    }
}
