package relay.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import relay.content.ContentGoneException;
import relay.content.ContentStore;
import relay.dkim.BodyHash;
import relay.dsn.ComposedDsn;
import relay.dsn.DeliveryStatusNotification;
import relay.dsn.DsnAction;
import relay.dsn.DsnComposer;
import relay.dsn.DsnDecision;
import relay.dsn.RecipientReport;
import relay.ledger.Acceptance;
import relay.ledger.Event;
import relay.ledger.EventType;
import relay.ledger.MessageRow;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.smtp.BodyType;
import relay.smtp.Content;
import relay.smtp.ForwardPath;

/** Writes delivery status notifications as messages of the same tenant with the null reverse-path. */
public final class SenderNotices implements Notices {
    private final String hostname;
    private final ContentStore contents;
    private final QueueIds ids;
    private final Duration lifetime;
    private final Duration delayAfter;
    private final DsnDecision decision = new DsnDecision(false);
    private final DsnComposer composer = DsnComposer.ofDefaults();

    /**
     * Notices.
     *
     * @param hostname reporting MTA
     * @param lifetime how long a notice is tried
     * @param delayAfter age at which a delay is told
     */
    public SenderNotices(String hostname, ContentStore contents, QueueIds ids, Duration lifetime, Duration delayAfter) {
        this.hostname = hostname;
        this.contents = contents;
        this.ids = ids;
        this.lifetime = lifetime;
        this.delayAfter = delayAfter;
    }

    @Override
    public boolean isDue(Delivery delivery, Verdict verdict, AttemptResult result) {
        return action(delivery, verdict, result)
                .filter(action -> decision.isDue(
                        action,
                        DeliveryEnvelope.recipient(delivery),
                        DeliveryEnvelope.of(delivery, delivery.message().reversePath())))
                .isPresent();
    }

    private Optional<DsnAction> action(Delivery delivery, Verdict verdict, AttemptResult result) {
        return switch (verdict.status()) {
            case BOUNCED, EXPIRED -> Optional.of(DsnAction.FAILED);
            // a host that understands DSN tells of the success itself (RFC 3461, section 5.2.2)
            case DELIVERED -> result.dsnPassedOn() ? Optional.empty() : Optional.of(DsnAction.RELAYED);
            case DEFERRED -> isDelayed(delivery, result.endedAt()) ? Optional.of(DsnAction.DELAYED) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private boolean isDelayed(Delivery delivery, long now) {
        return !delivery.delayNotified() && now - delivery.message().acceptedAt() >= delayAfter.toMillis();
    }

    @Override
    public Optional<Acceptance> write(Delivery delivery, Verdict verdict, AttemptResult result) {
        MessageRow message = delivery.message();
        try (Content original = contents.read(message.queueId(), message.contentSize())) {
            return Optional.of(compose(delivery, verdict, result, original));
        } catch (ContentGoneException e) {
            return writeBriefly(delivery, verdict, result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Acceptance> writeBriefly(Delivery delivery, Verdict verdict, AttemptResult result) {
        try {
            return Optional.of(compose(delivery, verdict, result, knownHeader(delivery.message())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Acceptance compose(Delivery delivery, Verdict verdict, AttemptResult result, Content original)
            throws IOException {
        MessageRow message = delivery.message();
        String noticeId = ids.next();
        Instant now = Instant.ofEpochMilli(result.endedAt());
        ComposedDsn dsn = composer.compose(
                DeliveryStatusNotification.about(DeliveryEnvelope.of(delivery, message.reversePath()), original)
                        .from(hostname, noticeId)
                        .arrivedAt(Instant.ofEpochMilli(message.acceptedAt()))
                        .reportedAt(now)
                        .recipients(List.of(report(delivery, verdict, result)))
                        .build());
        return acceptance(message, noticeId, dsn, now);
    }

    /** What the message log knows of a header whose content is not stored any more. */
    private static Content knownHeader(MessageRow message) {
        StringBuilder header = new StringBuilder();
        field(header, "From", message.headerFrom());
        field(header, "Subject", message.subject());
        field(header, "Message-ID", message.messageId());
        return Content.of(header.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static void field(StringBuilder header, String name, String value) {
        if (value != null && value.chars().allMatch(c -> c >= ' ' && c < 127)) {
            header.append(name).append(": ").append(value).append("\r\n");
        }
    }

    private RecipientReport report(Delivery delivery, Verdict verdict, AttemptResult result) {
        boolean answered = result.failure() == null || result.failure().reply() != null;
        boolean waits = verdict.status() == RecipientStatus.DEFERRED;
        return new RecipientReport(
                delivery.address(),
                delivery.originalRecipient(),
                action(delivery, verdict, result).orElse(DsnAction.FAILED),
                verdict.enhancedStatus(),
                result.host() == null ? null : result.host().name(),
                answered && result.host() != null ? result.words() : null,
                answered && result.host() != null ? null : result.words(),
                Instant.ofEpochMilli(result.startedAt()),
                waits ? Instant.ofEpochMilli(delivery.message().expiresAt()) : null);
    }

    private Acceptance acceptance(MessageRow about, String noticeId, ComposedDsn dsn, Instant now) {
        ForwardPath sender = ForwardPath.of(about.reversePath());
        byte[] content = dsn.message();
        MessageRow message = new MessageRow(
                noticeId,
                about.tenantId(),
                null,
                "transactional",
                null,
                "",
                "MAILER-DAEMON@" + hostname,
                hostname.toLowerCase(Locale.ROOT),
                "<" + noticeId + "@" + hostname + ">",
                "Delivery status notification for " + about.queueId(),
                content.length,
                headerSize(content),
                bodyHash(content),
                dsn.body() == BodyType.EIGHT_BIT_MIME,
                dsn.smtpUtf8(),
                null,
                null,
                "notification about " + about.queueId(),
                null,
                null,
                null,
                now.toEpochMilli(),
                now.plus(lifetime).toEpochMilli());
        RecipientRow recipient = new RecipientRow(
                0, sender.address(), sender.domain(), RecipientStatus.QUEUED, now.toEpochMilli(), null, "NEVER", null);
        Event accepted = Event.of(
                ids.next(), now.toEpochMilli(), EventType.ACCEPTED, about.tenantId(), noticeId, 0, sender.address());
        return new Acceptance(message, List.of(recipient), content, List.of(accepted));
    }

    private static byte[] bodyHash(byte[] content) {
        BodyHash hash = BodyHash.relaxed();
        int begin = headerSize(content);
        hash.feed(content, begin, content.length - begin);
        return hash.finish();
    }

    private static int headerSize(byte[] content) {
        ByteArrayInputStream in = new ByteArrayInputStream(content);
        int newlines = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                newlines++;
                if (newlines == 2) {
                    return content.length - in.available();
                }
            } else if (next != '\r') {
                newlines = 0;
            }
        }
        return content.length;
    }
}
