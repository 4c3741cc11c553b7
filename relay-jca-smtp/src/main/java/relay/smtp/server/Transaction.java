package relay.smtp.server;

import java.util.ArrayList;
import java.util.List;
import relay.smtp.BodyType;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;
import relay.smtp.Reply;

/** A mail transaction under way: the sender, and the recipients accepted so far (RFC 5321, section 3.3). */
final class Transaction {
    private final MailCommand mail;
    private final List<ForwardPath> recipients = new ArrayList<>();
    private final Reply objection;
    private boolean refusedAny;
    private boolean report;

    /**
     * A transaction.
     *
     * @param objection why the session's account may not send it, or null; a report may be brought all the same
     */
    Transaction(MailCommand mail, Reply objection) {
        this.mail = mail;
        this.objection = objection;
    }

    Reply objection() {
        return objection;
    }

    /** Its recipients are addresses of our own, to which anybody may report. */
    void isReport(boolean toOurselves) {
        report = toOurselves;
    }

    /** Whether it is for addresses of our own, and of no account's. */
    boolean isReport() {
        return report;
    }

    MailCommand mail() {
        return mail;
    }

    void add(ForwardPath recipient) {
        recipients.add(recipient);
    }

    void refusedOne() {
        refusedAny = true;
    }

    int recipientCount() {
        return recipients.size();
    }

    /** Whether RCPT was tried and never accepted. */
    boolean allRefused() {
        return recipients.isEmpty() && refusedAny;
    }

    /** The envelope; the content has the last word on whether eight bits are used, whatever BODY said. */
    Envelope envelope(boolean eightBit) {
        return new Envelope(
                mail.reversePath(),
                recipients,
                eightBit ? BodyType.EIGHT_BIT_MIME : mail.body(),
                mail.smtpUtf8(),
                mail.dsnReturn(),
                mail.envelopeId(),
                mail.requireTls());
    }
}
