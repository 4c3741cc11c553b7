package relay.submission;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import relay.content.ContentStore;
import relay.delivery.NodeRun;
import relay.ledger.Acceptance;
import relay.ledger.Event;
import relay.ledger.EventType;
import relay.ledger.Ledger;
import relay.ledger.MessageRow;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.smtp.DsnReturn;
import relay.smtp.Envelope;
import relay.smtp.TlsWish;

/** Records an accepted message: one pass over its bytes, one commit. */
public final class Recording {
    private static final int TURNS = 64;
    private static final String BROADCAST = "broadcast";
    private static final int MOST_BYTES_UNRECORDED = 64 << 10;
    private static final int MOST_RECIPIENTS_UNRECORDED = 10;

    private final Ledger ledger;
    private final ContentStore contents;
    private final QueueIds ids;
    private final Predicate<String> recorded;
    private final Unrecorded unrecorded;
    private final Object[] turns = Stream.generate(Object::new).limit(TURNS).toArray();

    /**
     * A recording.
     *
     * @param recorded whether there is a message of this queue id
     * @param unrecorded which messages need not be recorded before they are sent, and which perhaps were
     */
    public Recording(
            Ledger ledger, ContentStore contents, QueueIds ids, Predicate<String> recorded, Unrecorded unrecorded) {
        this.unrecorded = unrecorded;
        this.recorded = recorded;
        this.ledger = ledger;
        this.contents = contents;
        this.ids = ids;
    }

    /**
     * Records the message in the stream; returns once it is durable. Recording it twice is harmless.
     *
     * @param decide says what becomes of each recipient
     * @param run the run that accepted it; null when that is not known
     * @param again whether it was handed over before
     */
    public void record(
            InputStream bytes, Function<AcceptedMessage, List<RecipientRow>> decide, String run, boolean again)
            throws IOException, SQLException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(bytes));
        AcceptedMessage accepted = AcceptedMessageCodec.decode(in);
        if (accepted.options().idempotencyKey() == null && !isLarge(accepted)) {
            record(accepted, in, decide, run, again);
            return;
        }
        // a retry has the same queue id but perhaps other bytes: those of the first stay. And a large content that
        // comes
        // again would be written again, while its message is perhaps being sent
        synchronized (turns[Math.floorMod(accepted.queueId().hashCode(), TURNS)]) {
            if (!recorded.test(accepted.queueId())) {
                record(accepted, in, decide, run, true);
            }
        }
    }

    private void record(
            AcceptedMessage accepted,
            InputStream in,
            Function<AcceptedMessage, List<RecipientRow>> decide,
            String run,
            boolean again)
            throws IOException, SQLException {
        BodyScan scan = new BodyScan(in, accepted.headerSize());
        byte[] small = null;
        if (isLarge(accepted)) {
            contents.write(accepted.queueId(), scan);
        } else {
            small = scan.readAllBytes();
        }
        MessageRow message = row(accepted, scan);
        List<RecipientRow> recipients = doubted(accepted, decide.apply(accepted), run);
        Acceptance acceptance = new Acceptance(message, recipients, small, events(accepted, recipients, run));
        if (small == null) {
            store(acceptance, ledger.record(acceptance));
            return;
        }
        contents.remember(accepted.queueId(), small);
        if (unrecorded.mayGo(acceptance, again ? null : run) && isSmall(accepted)) {
            storeUnderWay(acceptance);
        } else {
            store(acceptance, ledger.record(acceptance));
        }
    }

    /** Until its record is there the content is nowhere else. */
    private void storeUnderWay(Acceptance acceptance) throws SQLException {
        String queueId = acceptance.message().queueId();
        contents.hold(queueId, acceptance.content());
        try {
            store(acceptance, ledger.recordUnderWay(acceptance));
        } finally {
            contents.letGo(queueId);
        }
    }

    private static boolean isSmall(AcceptedMessage accepted) {
        return accepted.contentSize() <= MOST_BYTES_UNRECORDED
                && accepted.envelope().recipients().size() <= MOST_RECIPIENTS_UNRECORDED
                && accepted.options().idempotencyKey() == null;
    }

    /** What an earlier run was sending when it ended is in doubt: broadcast mail waits for a decision. */
    private List<RecipientRow> doubted(AcceptedMessage accepted, List<RecipientRow> recipients, String run) {
        if (!accepted.chosenStream().equals(BROADCAST)) {
            return recipients;
        }
        return recipients.stream()
                .map(recipient -> isDoubted(accepted, recipient, run) ? recipient.inDoubt(NodeRun.REASON) : recipient)
                .toList();
    }

    private boolean isDoubted(AcceptedMessage accepted, RecipientRow recipient, String run) {
        return recipient.status() == RecipientStatus.QUEUED
                && unrecorded.isInDoubt(run, accepted.queueId(), recipient.number());
    }

    private static boolean isLarge(AcceptedMessage accepted) {
        return accepted.contentSize() > ContentStore.CHUNK_BYTES;
    }

    /** What was stored before stays as it is. */
    private void store(Acceptance acceptance, CompletableFuture<Boolean> recorded) throws SQLException {
        try {
            if (!recorded.join()) {
                contents.forget(acceptance.message().queueId());
            }
        } catch (CompletionException e) {
            throw new SQLException(e.getCause());
        }
    }

    private static MessageRow row(AcceptedMessage accepted, BodyScan scan) {
        RelayOptions options = accepted.options();
        MessageFacts facts = accepted.facts();
        return new MessageRow(
                accepted.queueId(),
                accepted.tenantId(),
                accepted.credentialId(),
                accepted.chosenStream(),
                options.campaign(),
                accepted.envelope().reversePath(),
                facts.fromAddress(),
                facts.fromDomain(),
                facts.messageId(),
                facts.subject(),
                accepted.contentSize(),
                accepted.headerSize(),
                scan.bodyHash(),
                scan.isEightBit(),
                accepted.envelope().smtpUtf8() && needsUtf8(accepted, scan),
                dsnReturn(accepted.envelope()),
                accepted.envelope().envelopeId(),
                accepted.origin(),
                options.tags().isEmpty() ? null : String.join("\n", options.tags()),
                options.metadata(),
                options.track() == null ? null : options.track().words(),
                accepted.acceptedAt().toEpochMilli(),
                accepted.expiresAt().toEpochMilli(),
                options.expireAt() == null ? null : options.expireAt().toEpochMilli(),
                tlsWish(accepted));
    }

    /** A report about mail that requires TLS shows its header at most (RFC 8689, section 5). */
    private static String dsnReturn(Envelope envelope) {
        if (envelope.requireTls()) {
            return DsnReturn.HDRS.name();
        }
        return envelope.dsnReturn() == null ? null : envelope.dsnReturn().name();
    }

    /** The parameter goes before the header field (RFC 8689, section 4.1). */
    private static TlsWish tlsWish(AcceptedMessage accepted) {
        if (accepted.envelope().requireTls()) {
            return TlsWish.REQUIRED;
        }
        return accepted.facts().overlooksTls() ? TlsWish.OVERLOOKED : null;
    }

    /** SMTPUTF8 is asked of the remote host only where an address or the header needs it (RFC 6531, section 3.4). */
    private static boolean needsUtf8(AcceptedMessage accepted, BodyScan scan) {
        return scan.isHeaderEightBit()
                || !isAscii(accepted.envelope().reversePath())
                || accepted.envelope().recipients().stream().anyMatch(recipient -> !isAscii(recipient.address()));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private List<Event> events(AcceptedMessage accepted, List<RecipientRow> recipients, String run) {
        List<Event> events = new ArrayList<>(recipients.size());
        for (RecipientRow recipient : recipients) {
            events.add(event(accepted, recipient, EventType.ACCEPTED));
            if (unrecorded.isInDoubt(run, accepted.queueId(), recipient.number())) {
                events.add(inDoubt(accepted, recipient));
            }
            switch (recipient.status()) {
                case SCHEDULED -> events.add(event(accepted, recipient, EventType.SCHEDULED));
                case HELD -> events.add(event(accepted, recipient, EventType.HELD));
                case REJECTED -> events.add(event(accepted, recipient, EventType.REJECTED));
                case SUPPRESSED -> events.add(event(accepted, recipient, EventType.SUPPRESSED));
                default -> {
                    // queued says nothing new
                }
            }
        }
        return events;
    }

    private Event inDoubt(AcceptedMessage accepted, RecipientRow recipient) {
        return new Event(
                ids.next(),
                System.currentTimeMillis(),
                EventType.IN_DOUBT,
                accepted.tenantId(),
                accepted.queueId(),
                recipient.number(),
                recipient.address(),
                NodeRun.REASON,
                NodeRun.ENHANCED_STATUS,
                null,
                null);
    }

    private Event event(AcceptedMessage accepted, RecipientRow recipient, EventType type) {
        return new Event(
                ids.next(),
                accepted.acceptedAt().toEpochMilli(),
                type,
                accepted.tenantId(),
                accepted.queueId(),
                recipient.number(),
                recipient.address(),
                type == EventType.ACCEPTED ? null : recipient.reason(),
                null,
                null,
                null);
    }
}
