package relay.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import relay.delivery.FreshMail;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueName;
import relay.smtp.ForwardPath;
import relay.submission.AcceptedMessage;
import relay.submission.PostmasterMail;
import relay.tenant.Directory;
import relay.tenant.Tenant;

/**
 * Decides where each recipient of an accepted message begins: queued, scheduled or held. To, Cc and Bcc recipients are
 * independent.
 */
public final class Policy {
    private Policy() {}

    /**
     * The recipients as they are recorded.
     *
     * @param postmaster where mail for the postmaster goes
     * @param offered whether the engine of this node has room for mail of a queue now
     */
    public static List<RecipientRow> decide(
            AcceptedMessage message, Directory directory, PostmasterMail postmaster, Predicate<QueueName> offered) {
        Optional<String> hold = PostmasterMail.ID.equals(message.credentialId())
                ? postmaster.reasonToHold()
                : reasonToHold(message, directory);
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
            AcceptedMessage message,
            ForwardPath path,
            int number,
            Optional<String> hold,
            Predicate<QueueName> offered) {
        QueueName queue = QueueName.of(
                message.chosenStream(),
                message.tenantId(),
                path.domain(),
                message.options().campaign());

        Instant due = due(message, offered.test(queue));
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
        return offered ? message.acceptedAt().plus(FreshMail.GRACE) : message.acceptedAt();
    }
}
