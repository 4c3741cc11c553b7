package relay.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.smtp.ForwardPath;
import relay.submission.AcceptedMessage;
import relay.tenant.Directory;
import relay.tenant.Tenant;

/**
 * Decides where each recipient of an accepted message begins: queued, scheduled or held. To, Cc and Bcc recipients are
 * independent.
 */
public final class Policy {
    /**
     * Fresh mail is offered to the engine of this node in memory; another node takes it from the database only when it
     * has waited this long.
     */
    static final Duration GRACE = Duration.ofSeconds(30);

    private Policy() {}

    /**
     * The recipients as they are recorded.
     *
     * @param offered whether the engine of this node has room for them now
     */
    public static List<RecipientRow> decide(AcceptedMessage message, Directory directory, boolean offered) {
        Optional<String> hold = reasonToHold(message, directory);
        List<RecipientRow> recipients = new ArrayList<>();
        for (ForwardPath path : message.envelope().recipients()) {
            recipients.add(recipient(message, path, recipients.size(), hold, offered));
        }
        return recipients;
    }

    private static Optional<String> reasonToHold(AcceptedMessage message, Directory directory) {
        Optional<Tenant> tenant = directory.tenant(message.tenantId());
        if (tenant.isEmpty()) {
            return Optional.of("The tenant does not exist any more");
        }
        return tenant.get().suspended() ? Optional.of("The tenant is suspended") : Optional.empty();
    }

    private static RecipientRow recipient(
            AcceptedMessage message, ForwardPath path, int number, Optional<String> hold, boolean offered) {
        Instant due = due(message, offered);
        RecipientStatus status = hold.isPresent()
                ? RecipientStatus.HELD
                : message.isScheduled() ? RecipientStatus.SCHEDULED : RecipientStatus.QUEUED;
        return new RecipientRow(
                number,
                path.address(),
                path.domain(),
                status,
                status == RecipientStatus.HELD ? null : due.toEpochMilli(),
                hold.orElse(null),
                path.notifyOn().isEmpty()
                        ? null
                        : path.notifyOn().stream().map(Enum::name).sorted().collect(Collectors.joining(",")),
                path.originalRecipient());
    }

    private static Instant due(AcceptedMessage message, boolean offered) {
        if (message.isScheduled()) {
            return message.options().sendAt();
        }
        return offered ? message.acceptedAt().plus(GRACE) : message.acceptedAt();
    }
}
