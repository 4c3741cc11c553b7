package relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import relay.delivery.Deliveries;
import relay.delivery.SiteState;
import relay.ledger.Acceptance;
import relay.ledger.Attempt;
import relay.ledger.Outcome;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;

class MetricsTest {
    @Test
    void countsWhatBecameDurable() {
        try (Metrics metrics = new Metrics()) {
            RecipientRow recipient =
                    new RecipientRow(0, "a@x.test", "x.test", RecipientStatus.QUEUED, null, null, null, null);
            metrics.accepted(new Acceptance(
                    Deliveries.message("01M80144MK6J2RQC1RB3", "transactional"),
                    List.of(recipient, recipient),
                    null,
                    List.of()));
            metrics.settled(outcome(RecipientStatus.DELIVERED, 120));
            metrics.settled(outcome(RecipientStatus.BOUNCED, 3_000));
            metrics.written(3, Duration.ofMillis(7));

            assertThat(metrics.text())
                    .contains(
                            "relay_messages_accepted_total 1.0",
                            "relay_recipients_accepted_total 2.0",
                            "relay_deliveries_total{outcome=\"delivered\"} 1.0",
                            "relay_deliveries_total{outcome=\"bounced\"} 1.0",
                            "relay_deliveries_total{outcome=\"deferred\"} 0.0",
                            "relay_delivery_duration_seconds_bucket{le=\"0.25\"} 1",
                            "relay_delivery_duration_seconds_count 2",
                            "relay_ledger_batch_seconds_count 1",
                            "relay_ledger_batch_entries_sum 3.0",
                            "jvm_memory_used_bytes");
        }
    }

    @Test
    void watchesValues() {
        try (Metrics metrics = new Metrics()) {
            metrics.gauge("relay.smtp.connections", "Open", () -> 5);

            assertThat(metrics.text()).contains("relay_smtp_connections 5.0");
        }
    }

    @Test
    void asksTheEngineOnceForAllItsGauges() {
        AtomicInteger asked = new AtomicInteger();
        EngineGauges gauges = new EngineGauges(() -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(List.of(
                    new SiteState("a.test", "default", 3, 1, 1, null, null, List.of()),
                    new SiteState("b.test", "default", 4, 2, 2, null, null, List.of())));
        });

        assertThat(gauges.ready()).isEqualTo(7);
        assertThat(gauges.inFlight()).isEqualTo(3);
        assertThat(gauges.sites()).isEqualTo(2);
        assertThat(asked).hasValue(1);
    }

    @Test
    void doesNotFailWithTheEngine() {
        EngineGauges gauges =
                new EngineGauges(() -> CompletableFuture.failedFuture(new IllegalStateException("stopped")));

        assertThat(gauges.ready()).isZero();
    }

    private static Outcome outcome(RecipientStatus status, int millis) {
        Attempt attempt = new Attempt(1, 1, millis, null, "mx", "192.0.2.1", null, "250 ok");
        return new Outcome(
                "01M80144MK6J2RQC1RB3", 0, 0, status, 1, null, "250 ok", "mx", false, 2, attempt, List.of(), false);
    }
}
