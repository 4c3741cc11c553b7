package relay.smtp.server;

import relay.smtp.ForwardPath;
import relay.smtp.Reply;

/** MAIL has been accepted: RCPT is legal, and once a recipient is accepted DATA and BDAT are. */
final class Addressing extends State {
    private static final Reply SEPARATELY =
            Reply.of(452, "4.5.3", "Send reports and other mail in transactions of their own");
    private static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient ok");
    private static final Reply TOO_MANY_RECIPIENTS =
            Reply.of(452, "4.5.3", "Too many recipients; send the rest in another transaction");
    private static final Reply NO_VALID_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
    private static final Reply ALREADY_BEGUN =
            Reply.of(503, "5.5.1", "A transaction is under way; end it, or send RSET first");

    private final Transaction transaction;

    Addressing(Session session, Transaction transaction) {
        super(session);
        this.transaction = transaction;
    }

    @Override
    Reply outOfOrder() {
        return ALREADY_BEGUN;
    }

    @Override
    Step rcpt(String argument) {
        if (transaction.recipientCount() >= session.limits().mostRecipients()) {
            return Step.say(TOO_MANY_RECIPIENTS);
        }
        try {
            ForwardPath recipient = RcptCommand.parse(
                    argument, session.isExtended(), transaction.mail().smtpUtf8());
            return session.mayReport(transaction) ? ask(recipient) : add(recipient);
        } catch (Refusal refusal) {
            return refuse(refusal.reply());
        }
    }

    @Override
    Step data(String argument) {
        return without(argument, "DATA", () -> {
            if (transaction.recipientCount() == 0) {
                return Step.say(missingRecipient());
            }
            Receiving receiving = new Receiving(session, transaction);
            session.become(receiving);
            return receiving.begin();
        });
    }

    @Override
    Step bdat(String argument) {
        if (transaction.recipientCount() > 0) {
            Chunking chunking = new Chunking(session, transaction);
            session.become(chunking);
            return chunking.bdat(argument);
        }
        try {
            return skip(BdatCommand.parse(argument), missingRecipient());
        } catch (Refusal refusal) {
            return Step.sayAndClose(refusal.reply());
        }
    }

    /** To our own addresses anybody may report, and the application knows which those are. */
    private Step ask(ForwardPath recipient) {
        return Step.silently(new Action.Ask<>(
                application -> application.recipient(session.peer(), recipient.address()),
                reply -> reply.isPositive() ? add(recipient, true) : addOfAccount(recipient, reply),
                () -> refuse(Replies.TRY_AGAIN)));
    }

    private Step addOfAccount(ForwardPath recipient, Reply refusal) {
        if (session.account() == null) {
            return refuse(refusal);
        }
        return transaction.objection() == null ? add(recipient, false) : refuse(transaction.objection());
    }

    /** A report is nobody's mail: what an account sends comes in a transaction of its own. */
    private Step add(ForwardPath recipient, boolean toOurselves) {
        if (transaction.recipientCount() > 0 && transaction.isReport() != toOurselves) {
            return refuse(SEPARATELY);
        }
        transaction.isReport(toOurselves);
        return add(recipient);
    }

    private Step add(ForwardPath recipient) {
        transaction.add(recipient);
        return Step.say(RECIPIENT_OK);
    }

    private Step refuse(Reply reply) {
        transaction.refusedOne();
        return Step.say(reply);
    }

    private Reply missingRecipient() {
        return transaction.allRefused() ? NO_VALID_RECIPIENTS : Replies.RCPT_FIRST;
    }
}
