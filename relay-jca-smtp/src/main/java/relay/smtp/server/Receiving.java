package relay.smtp.server;

import relay.smtp.Reply;
import relay.smtp.Submission;

/** Message text arrives after DATA; no command is read until its final dot (RFC 5321, section 4.1.1.4). */
class Receiving extends State {
    private static final Reply SEND_TEXT = Reply.of(354, "End the message with a dot on a line of its own");

    private final Transaction transaction;
    final IncomingMessage message;

    Receiving(Session session, Transaction transaction) {
        this(
                session,
                transaction,
                IncomingMessage.byData(
                        session.contents(), session.limits(), transaction.mail().size()));
    }

    Receiving(Session session, Transaction transaction, IncomingMessage message) {
        super(session);
        this.transaction = transaction;
        this.message = message;
    }

    @Override
    Reply outOfOrder() {
        return Replies.OUT_OF_STEP;
    }

    @Override
    IncomingMessage incoming() {
        return message;
    }

    @Override
    void leave() {
        message.discard();
    }

    final Step begin() {
        return Step.say(SEND_TEXT, new Action.ReadText(message, this::received));
    }

    /** The message is whole: hands it over, or says why not. */
    final Step received() {
        if (message.refusal() != null) {
            return refused();
        }
        Submission submission = new Submission(
                transaction.envelope(message.eightBit()),
                message.finish(),
                session.peer(),
                transaction.isReport() ? null : session.account());
        return Step.silently(new Action.Submit(submission, this::answered));
    }

    /** The transaction ends with the refusal. Where the end of the message was not awaited, so does the session. */
    final Step refused() {
        Reply refusal = message.refusal();
        session.become(new Ready(session));
        return message.isHopeless() ? Step.sayAndClose(refusal) : Step.say(refusal);
    }

    private Step answered(Reply reply) {
        if (reply.isPositive()) {
            session.messageAccepted();
        }
        session.become(new Ready(session));
        return Step.say(reply);
    }
}
