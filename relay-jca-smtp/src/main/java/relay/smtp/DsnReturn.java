package relay.smtp;

/** The RET parameter of MAIL (RFC 3461, section 4.3): how much of the message a failure DSN returns. */
public enum DsnReturn {
    FULL,
    HDRS
}
