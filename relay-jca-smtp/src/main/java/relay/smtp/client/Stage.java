package relay.smtp.client;

/** Where in a conversation a reply came or a failure happened. */
public enum Stage {
    /** Before the host was tried: our own address is not there, or our proxy is of no use. */
    EGRESS,
    CONNECT,
    GREETING,
    EHLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    /** The DATA command itself. */
    DATA,
    /** The content, up to and including the final dot: nothing was accepted yet. */
    CONTENT,
    /** After the final dot was sent: a lost connection here leaves open whether the message was accepted. */
    FINAL_DOT
}
