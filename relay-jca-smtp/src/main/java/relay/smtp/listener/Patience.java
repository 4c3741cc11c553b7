package relay.smtp.listener;

import relay.smtp.server.Action;
import relay.smtp.server.Conversation;
import relay.smtp.server.IncomingMessage;

/**
 * How long a connection is waited for. Looked at now and then: a command has one deadline for the whole of it, so that
 * dripping bytes gain nothing; message text must keep a least rate; a message has a deadline of its own, however it is
 * chunked.
 */
final class Patience {
    private final Timeouts timeouts;
    private long turns = -1;
    private long turnSince;
    private IncomingMessage message;
    private long messageSince;
    private long textSince;
    private long textOctets;

    Patience(Timeouts timeouts, long now) {
        this.timeouts = timeouts;
        this.turnSince = now;
    }

    /** Nothing is expected of the peer just now: its time starts anew. */
    void pause(long now) {
        turnSince = now;
        restartText(now, 0);
        textOctets = -1;
    }

    /**
     * Whether the peer has been too slow.
     *
     * @param octets all that it has sent so far
     * @param now of a clock like {@link System#nanoTime}
     */
    boolean isExhausted(Conversation conversation, long octets, long now) {
        observe(conversation, octets, now);
        if (message != null && now - messageSince >= timeouts.message().toNanos()) {
            return true;
        }
        return conversation.action() instanceof Action.ReadLine
                ? now - turnSince >= timeouts.command().toNanos()
                : isTextTooSlow(octets, now);
    }

    private void observe(Conversation conversation, long octets, long now) {
        if (conversation.turns() != turns) {
            turns = conversation.turns();
            turnSince = now;
            restartText(now, octets);
        }
        if (textOctets < 0) {
            textOctets = octets;
        }
        if (conversation.incoming() != message) {
            message = conversation.incoming();
            messageSince = now;
        }
    }

    private boolean isTextTooSlow(long octets, long now) {
        if (now - textSince < timeouts.text().toNanos()) {
            return false;
        }
        boolean slow = octets - textOctets < timeouts.slowestText();
        restartText(now, octets);
        return slow;
    }

    private void restartText(long now, long octets) {
        textSince = now;
        textOctets = octets;
    }
}
