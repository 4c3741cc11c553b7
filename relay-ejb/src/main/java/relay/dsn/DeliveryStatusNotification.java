package relay.dsn;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import relay.smtp.Content;
import relay.smtp.DsnReturn;
import relay.smtp.Envelope;

/**
 * Everything there is to tell the sender of a message.
 *
 * @param reportingMta our host name
 * @param reportId unique part of the report's own Message-ID, as a rule its queue id
 * @param envelope of the message reported on: its reverse-path gets the report; RET, ENVID and SMTPUTF8 are honoured
 * @param original the message reported on; the composer opens and does not close it
 * @param arrivedAt when we took the message
 * @param reportedAt date of the report
 * @param recipients what became of them, at least one
 */
public record DeliveryStatusNotification(
        String reportingMta,
        String reportId,
        Envelope envelope,
        Content original,
        Instant arrivedAt,
        Instant reportedAt,
        List<RecipientReport> recipients) {
    public DeliveryStatusNotification {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a report about no recipient");
        }
        if (envelope.hasNullReversePath()) {
            throw new IllegalArgumentException("a report to the null reverse-path");
        }
    }

    /** Begins a report about a message. */
    public static Builder about(Envelope envelope, Content original) {
        return new Builder(envelope, original);
    }

    /** The worst that happened to a recipient: a failure outweighs a delay, and that a success. */
    DsnAction kind() {
        return recipients.stream()
                .map(RecipientReport::action)
                .min(Enum::compareTo)
                .orElseThrow();
    }

    /** The whole message is returned only with a failure (RFC 3461, section 4.3). */
    boolean returnsFull() {
        return envelope.dsnReturn() == DsnReturn.FULL && kind() == DsnAction.FAILED;
    }

    /** Gathers a report. */
    public static final class Builder {
        private final Envelope envelope;
        private final Content original;
        private String reportingMta;
        private String reportId;
        private Instant arrivedAt;
        private Instant reportedAt;
        private List<RecipientReport> recipients = List.of();

        private Builder(Envelope envelope, Content original) {
            this.envelope = envelope;
            this.original = original;
        }

        /** Our host name, and what makes the report's Message-ID unique. */
        public Builder from(String hostname, String id) {
            reportingMta = hostname;
            reportId = id;
            return this;
        }

        /** When we took the message. */
        public Builder arrivedAt(Instant at) {
            arrivedAt = at;
            return this;
        }

        /** The date of the report. */
        public Builder reportedAt(Instant at) {
            reportedAt = at;
            return this;
        }

        /** What became of the recipients. */
        public Builder recipients(List<RecipientReport> reports) {
            recipients = reports;
            return this;
        }

        /** The report; all of the above must have been said. */
        public DeliveryStatusNotification build() {
            return new DeliveryStatusNotification(
                    Objects.requireNonNull(reportingMta, "reportingMta"),
                    Objects.requireNonNull(reportId, "reportId"),
                    envelope,
                    original,
                    Objects.requireNonNull(arrivedAt, "arrivedAt"),
                    Objects.requireNonNull(reportedAt, "reportedAt"),
                    recipients);
        }
    }
}
