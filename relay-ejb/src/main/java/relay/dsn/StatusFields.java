package relay.dsn;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import relay.message.MailDate;

/** The part of a report that software reads (RFC 3464, section 2; RFC 6533, section 3). */
final class StatusFields {
    private static final int MAX_COLUMN = 78;

    private final boolean international;
    private final StringBuilder out = new StringBuilder(512);

    private StatusFields(boolean international) {
        this.international = international;
    }

    /** The fields, first those of the message, then those of each recipient; ASCII only unless it is international. */
    static String of(DeliveryStatusNotification dsn) {
        StatusFields fields = new StatusFields(dsn.envelope().smtpUtf8());
        fields.message(dsn);
        dsn.recipients().forEach(fields::recipient);
        return fields.out.toString();
    }

    private void message(DeliveryStatusNotification dsn) {
        field("Reporting-MTA", "dns; " + dsn.reportingMta());
        Optional.ofNullable(dsn.envelope().envelopeId())
                .flatMap(Xtext::decode)
                .ifPresent(id -> field("Original-Envelope-Id", id));
        date("Arrival-Date", dsn.arrivedAt());
    }

    private void recipient(RecipientReport report) {
        out.append("\r\n");
        Optional.ofNullable(report.originalRecipient())
                .flatMap(this::originalRecipient)
                .ifPresent(address -> field("Original-Recipient", address));
        field("Final-Recipient", typed(report.address()));
        field("Action", report.action().toString());
        field("Status", report.status());
        field("Remote-MTA", "dns; ", report.remoteMta());
        field("Diagnostic-Code", "smtp; ", report.reply());
        field("Diagnostic-Code", "X-Relay; ", report.reply() == null ? report.reason() : null);
        date("Last-Attempt-Date", report.lastAttempt());
        date("Will-Retry-Until", report.action() == DsnAction.DELAYED ? report.willRetryUntil() : null);
    }

    /** ORCPT has a type, a semicolon, and the address in a form that depends on it. */
    private Optional<String> originalRecipient(String orcpt) {
        int semicolon = orcpt.indexOf(';');
        if (semicolon < 1) {
            return Optional.empty();
        }
        String type = orcpt.substring(0, semicolon);
        String address = orcpt.substring(semicolon + 1);
        return type.toLowerCase(Locale.ROOT).equals("utf-8")
                ? Xtext.decodeUtf8(address).map(this::typed)
                : Xtext.decode(address).map(decoded -> type + "; " + decoded);
    }

    private String typed(String address) {
        if (address.chars().allMatch(c -> c < 128)) {
            return "rfc822; " + address;
        }
        return "utf-8; " + (international ? address : Xtext.encodeUtf8(address));
    }

    private void field(String name, String type, String value) {
        if (value != null) {
            field(name, type + value);
        }
    }

    private void date(String name, Instant at) {
        if (at != null) {
            field(name, MailDate.format(at));
        }
    }

    /** Folded before the word that does not fit. */
    private void field(String name, String value) {
        String safe = ReportText.quoted(international ? value : value.replaceAll("[^\\x00-\\x7f]", "?"));
        out.append(name).append(':');
        int column = name.length() + 1;
        for (String word : safe.split(" +", -1)) {
            if (column + 1 + word.length() > MAX_COLUMN) {
                out.append("\r\n");
                column = 0;
            }
            out.append(' ').append(word);
            column += 1 + word.length();
        }
        out.append("\r\n");
    }
}
