package relay.dsn;

import java.time.Instant;
import java.util.List;
import relay.message.EncodedWords;
import relay.message.HeaderField;
import relay.message.MailDate;
import relay.message.MessageHeader;

/** The part of a report that people read: what happened to which recipient, and what they can do. */
final class Explanation {
    private static final String RECIPIENT = "  ";
    private static final String DETAIL = "      ";

    private final DeliveryStatusNotification dsn;
    private final ReportText text = new ReportText();

    private Explanation(DeliveryStatusNotification dsn) {
        this.dsn = dsn;
    }

    /**
     * The text, lines ended with CRLF.
     *
     * @param returnedFull whether the whole message is attached rather than its header
     */
    static String of(DeliveryStatusNotification dsn, MessageHeader original, boolean returnedFull) {
        Explanation explanation = new Explanation(dsn);
        explanation.text.paragraph("", "This is the mail system at host " + dsn.reportingMta() + ".");
        for (DsnAction action : DsnAction.values()) {
            explanation.group(action);
        }
        explanation.message(original, returnedFull);
        return explanation.text.toString();
    }

    private void group(DsnAction action) {
        List<RecipientReport> reports =
                dsn.recipients().stream().filter(r -> r.action() == action).toList();
        if (!reports.isEmpty()) {
            text.emptyLine().paragraph("", introduction(action, reports.size() == 1 ? "recipient" : "recipients"));
            reports.forEach(this::recipient);
        }
    }

    private static String introduction(DsnAction action, String recipients) {
        return switch (action) {
            case FAILED ->
                "Your message could not be delivered to the " + recipients + " below, and it will not be tried again.";
            case DELAYED ->
                "Your message has not been delivered to the " + recipients
                        + " below yet. You need not do anything: it will be tried again, and you will be told if it cannot be"
                        + " delivered.";
            case DELIVERED ->
                "Your message was delivered to the " + recipients + " below. Whether it has been read is not known.";
            case RELAYED ->
                "Your message was handed on for the " + recipients
                        + " below, to a mail system that does not report. You may hear no more of it.";
            case EXPANDED -> "Your message was passed on to all for whom the " + recipients + " below stands.";
        };
    }

    private void recipient(RecipientReport report) {
        text.emptyLine().paragraph(RECIPIENT, ReportText.quoted(report.address()));
        if (report.action() == DsnAction.FAILED) {
            Advice advice = Advice.of(report.status());
            text.paragraph(DETAIL, advice.whatHappened() + " " + advice.whatToDo());
        }
        if (report.reply() != null) {
            text.paragraph(DETAIL, answerer(report) + " answered: " + ReportText.quoted(report.reply()));
        }
        if (report.reason() != null) {
            text.paragraph(DETAIL, "Reason: " + ReportText.quoted(report.reason()));
        }
        date("It will be tried until ", report.willRetryUntil());
    }

    private static String answerer(RecipientReport report) {
        return report.remoteMta() == null ? "The mail system there" : ReportText.quoted(report.remoteMta());
    }

    private void date(String words, Instant at) {
        if (at != null) {
            text.paragraph(DETAIL, words + MailDate.format(at) + ".");
        }
    }

    private void message(MessageHeader original, boolean returnedFull) {
        text.emptyLine().paragraph("", "Your message:").emptyLine();
        field("Subject", original);
        field("Message-ID", original);
        text.paragraph(RECIPIENT, "Taken on: " + MailDate.format(dsn.arrivedAt()));
        text.emptyLine()
                .paragraph(
                        "",
                        returnedFull
                                ? "Attached are a report for mail software and your message."
                                : "Attached are a report for mail software and the header of your message.");
    }

    private void field(String name, MessageHeader original) {
        original.first(name)
                .map(HeaderField::value)
                .map(EncodedWords::decode)
                .map(ReportText::quoted)
                .ifPresent(value -> text.paragraph(RECIPIENT, name + ": " + value));
    }
}
