package relay.smtp.server;

import relay.smtp.Reply;

/** The session is over; whatever still comes is not read. */
final class Ended extends State {
    Ended(Session session) {
        super(session);
    }

    @Override
    Reply outOfOrder() {
        return Replies.STOPPING;
    }

    @Override
    Step line(Line line, boolean pipelined) {
        return Step.silently(new Action.Close());
    }
}
