package relay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.delivery.FreshMail;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.smtp.Envelope;
import relay.submission.AcceptedMessage;
import relay.submission.MessageFacts;
import relay.submission.PostmasterMail;
import relay.submission.RelayOptions;
import relay.tenant.Directory;
import relay.tenant.Tenant;

class PolicyTest {
    private static final PostmasterMail POSTMASTER = new PostmasterMail("relay.example.com", Optional.empty());

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Directory directory(boolean suspended) {
        return new Directory(
                Map.of("T", new Tenant("T", "t", suspended, null, null)),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Set.of(),
                false);
    }

    private static AcceptedMessage message(RelayOptions options) {
        return new AcceptedMessage(
                "01M80144MK6J2RQC1RB3",
                "T",
                "C",
                "transactional",
                Envelope.of("me@a.example", List.of("to@x.example", "cc@Y.example")),
                new MessageFacts(null, "me@a.example", "a.example", null),
                options,
                "test",
                NOW,
                10,
                20,
                NOW.plus(Duration.ofDays(5)));
    }

    private static RelayOptions sendAt(Instant at) {
        return new RelayOptions(null, List.of(), null, null, at, null, null, null);
    }

    @Test
    void everyRecipientIsQueuedOnItsOwn() {
        List<RecipientRow> rows =
                Policy.decide(message(RelayOptions.none()), directory(false), POSTMASTER, queue -> true);
        assertThat(rows).extracting(RecipientRow::number).containsExactly(0, 1);
        assertThat(rows).extracting(RecipientRow::domain).containsExactly("x.example", "y.example");
        assertThat(rows).extracting(RecipientRow::status).containsOnly(RecipientStatus.QUEUED);
    }

    @Test
    void whatTheEngineHoldsIsLeftAloneForAWhile() {
        assertThat(Policy.decide(message(RelayOptions.none()), directory(false), POSTMASTER, queue -> true)
                        .get(0)
                        .nextAt())
                .isEqualTo(NOW.plus(FreshMail.GRACE).toEpochMilli());
        assertThat(Policy.decide(message(RelayOptions.none()), directory(false), POSTMASTER, queue -> false)
                        .get(0)
                        .nextAt())
                .isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void mailForLaterIsScheduled() {
        Instant later = NOW.plus(Duration.ofHours(1));
        RecipientRow row = Policy.decide(message(sendAt(later)), directory(false), POSTMASTER, queue -> true)
                .get(0);
        assertThat(row.status()).isEqualTo(RecipientStatus.SCHEDULED);
        assertThat(row.nextAt()).isEqualTo(later.toEpochMilli());
    }

    @Test
    void aTimeThatHasPassedMeansNow() {
        assertThat(Policy.decide(message(sendAt(NOW.minusSeconds(1))), directory(false), POSTMASTER, queue -> true)
                        .get(0)
                        .status())
                .isEqualTo(RecipientStatus.QUEUED);
    }

    @Test
    void mailOfASuspendedTenantIsHeldWithItsReason() {
        RecipientRow row = Policy.decide(message(RelayOptions.none()), directory(true), POSTMASTER, queue -> true)
                .get(0);
        assertThat(row.status()).isEqualTo(RecipientStatus.HELD);
        assertThat(row.nextAt()).isNull();
        assertThat(row.reason()).contains("suspended");
    }

    @Test
    void mailOfATenantThatIsGoneIsHeld() {
        assertThat(Policy.decide(message(RelayOptions.none()), Directory.empty(), POSTMASTER, queue -> true)
                        .get(0)
                        .status())
                .isEqualTo(RecipientStatus.HELD);
    }

    @Test
    void mailForThePostmasterWaitsToBeReadWhereNobodyGetsIt() {
        AcceptedMessage sent = message(RelayOptions.none());
        AcceptedMessage arrived = new AcceptedMessage(
                sent.queueId(),
                sent.tenantId(),
                PostmasterMail.ID,
                "inbound",
                sent.envelope(),
                sent.facts(),
                sent.options(),
                sent.origin(),
                sent.acceptedAt(),
                sent.headerSize(),
                sent.contentSize(),
                sent.expiresAt());
        assertThat(Policy.decide(arrived, directory(false), POSTMASTER, queue -> true))
                .allMatch(row ->
                        row.status() == RecipientStatus.HELD && row.reason().contains("RELAY_POSTMASTER"));
        PostmasterMail passedOn = new PostmasterMail("relay.example.com", Optional.of("ops@a.example"));
        assertThat(Policy.decide(arrived, directory(false), passedOn, queue -> true))
                .allMatch(row -> row.status() == RecipientStatus.QUEUED);
    }
}
