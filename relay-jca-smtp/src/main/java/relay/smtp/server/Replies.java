package relay.smtp.server;

import relay.smtp.Reply;

/** Replies that are said in more than one place, each with the rule in words that its reader can act on. */
final class Replies {
    static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
    static final Reply LINE_NOT_CRLF =
            Reply.of(500, "5.5.2", "A line must end in CRLF and hold no other CR or LF (RFC 5321, section 2.3.8)");
    static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "Send EHLO or HELO first");
    static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "Send MAIL first");
    static final Reply RCPT_FIRST = Reply.of(503, "5.5.1", "Send RCPT first");
    static final Reply TRY_AGAIN = Reply.of(451, "4.3.0", "Could not be done just now, try again later");
    static final Reply STOPPING = Reply.of(421, "4.3.2", "The relay is stopping, try again in a moment");
    static final Reply NOT_READY = Reply.of(421, "4.3.2", "The relay is not ready, try again in a moment");
    static final Reply TIMED_OUT = Reply.of(421, "4.4.2", "Timeout, closing the connection");
    static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors, closing the connection");
    static final Reply TOO_MANY_IDLE_COMMANDS =
            Reply.of(421, "4.7.0", "Too many commands without mail, closing the connection");
    static final Reply OUT_OF_STEP = Reply.of(
            503, "5.5.1", "Wait for the reply before sending more (RFC 2920, section 3.1), closing the connection");
    static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "The message is larger than SIZE in the EHLO reply allows");
    static final Reply SPOOL_FAILED = Reply.of(452, "4.3.1", "The message could not be stored, try again later");

    private Replies() {}

    static Reply syntax(String text) {
        return Reply.of(501, "5.5.4", text);
    }
}
