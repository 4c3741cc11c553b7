package relay.smtp.server;

import java.util.function.Supplier;
import relay.smtp.Reply;

/**
 * A state of a session: one method for each verb. What is legal in every state is answered here; the others are refused
 * unless a state overrides them (RFC 5321, section 4.1.4).
 */
abstract class State {
    private static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    private static final Reply HELP =
            Reply.of(214, "2.0.0", "EHLO HELO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT (RFC 5321)");
    private static final Reply UNVERIFIED =
            Reply.of(252, "2.0.0", "Addresses are not verified here, send mail and see (RFC 5321, section 7.3)");
    private static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
    private static final Reply NOT_RECOGNIZED = Reply.of(500, "5.5.1", "Command not recognized");
    private static final Reply NOT_SMTP = Reply.of(500, "5.5.1", "This is SMTP, closing the connection");

    final Session session;

    State(Session session) {
        this.session = session;
    }

    /** Says which command is missing, when one comes that is not legal here. */
    abstract Reply outOfOrder();

    /** Frees what this state holds, when it is left. */
    void leave() {}

    /** The message under way, or null. */
    IncomingMessage incoming() {
        return null;
    }

    Step line(Line line, boolean pipelined) {
        if (line.fault() != null) {
            return Step.say(line.fault());
        }
        Verb verb = line.verb();
        if (line.octets() > verb.longestLine()) {
            return Step.say(Replies.LINE_TOO_LONG);
        }
        // what follows would be a message or credentials, so it must not be read as commands
        boolean outOfStep = pipelined && (verb == Verb.DATA || verb == Verb.AUTH);
        return outOfStep ? Step.sayAndClose(Replies.OUT_OF_STEP) : session.paced(verb, () -> command(verb, line));
    }

    private Step command(Verb verb, Line line) {
        String argument = line.argument();
        return switch (verb) {
            case EHLO -> hello(argument, true);
            case HELO -> hello(argument, false);
            case MAIL -> mail(argument);
            case RCPT -> rcpt(argument);
            case DATA -> data(argument);
            case BDAT -> bdat(argument);
            case STARTTLS -> startTls(argument);
            case AUTH -> auth(argument);
            case RSET -> without(argument, "RSET", this::rset);
            case QUIT -> without(argument, "QUIT", this::quit);
            case NOOP -> Step.say(Replies.OK);
            case HELP -> Step.say(HELP);
            case VRFY -> Step.say(argument.isEmpty() ? Replies.syntax("Syntax: VRFY address") : UNVERIFIED);
            case EXPN, UNIMPLEMENTED -> Step.say(NOT_IMPLEMENTED);
            case FOREIGN -> Step.sayAndClose(NOT_SMTP);
            case UNKNOWN -> Step.say(NOT_RECOGNIZED);
        };
    }

    /** EHLO or HELO: legal at any time, and resets like RSET (RFC 5321, section 4.1.1.1). */
    Step hello(String name, boolean extended) {
        if (!isHostName(name)) {
            return Step.say(Replies.syntax(extended ? "Syntax: EHLO hostname" : "Syntax: HELO hostname"));
        }
        session.greetedBy(name, extended);
        session.become(new Ready(session));
        return Step.say(extended ? session.extensions() : session.welcome());
    }

    Step mail(String argument) {
        return Step.say(outOfOrder());
    }

    Step rcpt(String argument) {
        return Step.say(outOfOrder());
    }

    Step data(String argument) {
        return Step.say(outOfOrder());
    }

    /** Out of order: the chunk follows nevertheless, and must be read away before the reply (RFC 3030, section 2). */
    Step bdat(String argument) {
        try {
            return skip(BdatCommand.parse(argument), outOfOrder());
        } catch (Refusal refusal) {
            return Step.sayAndClose(refusal.reply());
        }
    }

    Step startTls(String argument) {
        return Step.say(outOfOrder());
    }

    Step auth(String argument) {
        return Step.say(outOfOrder());
    }

    Step rset() {
        session.become(new Ready(session));
        return Step.say(Replies.OK);
    }

    Step quit() {
        return Step.sayAndClose(BYE);
    }

    /** Reads the chunk away and refuses it then; one that is beyond all measure is not waited for. */
    final Step skip(BdatCommand chunk, Reply refusal) {
        return chunk.octets() > session.limits().mostDroppedOctets()
                ? Step.sayAndClose(refusal)
                : Step.silently(new Action.SkipChunk(chunk.octets(), () -> Step.say(refusal)));
    }

    static Step without(String argument, String verb, Supplier<Step> then) {
        return argument.isEmpty() ? then.get() : Step.say(Replies.syntax(verb + " takes no argument"));
    }

    /** Lenient, because clients say much that is no domain, but nothing that could break out of a Received header. */
    private static boolean isHostName(String name) {
        return !name.isEmpty()
                && name.length() <= Mailbox.LONGEST_DOMAIN
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;\\\"".indexOf(c) < 0);
    }
}
