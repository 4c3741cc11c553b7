package relay.smtp.server;

import relay.smtp.Reply;

/**
 * What a session answers to one input.
 *
 * @param reply what is said now, or null for silence
 * @param action what the shell does next
 */
public record Step(Reply reply, Action action) {
    /** Says it and goes on reading commands. */
    static Step say(Reply reply) {
        return new Step(reply, new Action.ReadLine());
    }

    static Step say(Reply reply, Action action) {
        return new Step(reply, action);
    }

    static Step sayAndClose(Reply reply) {
        return new Step(reply, new Action.Close());
    }

    static Step silently(Action action) {
        return new Step(null, action);
    }

    boolean isRefusal() {
        return reply != null && reply.isPermanent();
    }
}
