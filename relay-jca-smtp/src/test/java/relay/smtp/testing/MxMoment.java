package relay.smtp.testing;

/** When a rule of a {@link ScriptedMx} applies. */
public enum MxMoment {
    /** A client has connected; the usual answer is the greeting. With implicit TLS, after the handshake. */
    CONNECT,
    EHLO,
    HELO,
    STARTTLS,
    /** Between the 220 to STARTTLS, or the connection with implicit TLS, and the handshake. */
    HANDSHAKE,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** In the middle of the content, after the bytes that the rule names (none by default). */
    CONTENT,
    /** The final dot was received; the usual answer takes the message. */
    FINAL_DOT,
    RSET,
    NOOP,
    QUIT
}
