package relay.smtp.server;

import relay.smtp.Reply;

/** The peer has been greeted and has not said hello: only EHLO or HELO lead on. */
final class Greeted extends State {
    Greeted(Session session) {
        super(session);
    }

    @Override
    Reply outOfOrder() {
        return Replies.HELLO_FIRST;
    }

    @Override
    Step rset() {
        return Step.say(Replies.OK);
    }
}
