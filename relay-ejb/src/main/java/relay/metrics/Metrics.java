package relay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import relay.ledger.Acceptance;
import relay.ledger.LedgerWatch;
import relay.ledger.Outcome;
import relay.ledger.RecipientStatus;

/** The meters of one relay, as Prometheus reads them. */
public final class Metrics implements LedgerWatch, AutoCloseable {
    /** Of what {@link #text} returns. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] DELIVERY_TIMES = {
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Counter messages = Counter.builder("relay.messages.accepted")
            .description("Messages that the relay has taken responsibility for")
            .register(registry);
    private final Counter recipients = Counter.builder("relay.recipients.accepted")
            .description("Recipients of accepted messages")
            .register(registry);
    private final Map<RecipientStatus, Counter> outcomes = new EnumMap<>(RecipientStatus.class);
    private final Timer deliveries = Timer.builder("relay.delivery.duration")
            .description("Delivery attempts, from taking up to the remote host's last reply")
            .serviceLevelObjectives(DELIVERY_TIMES)
            .register(registry);
    private final Timer batches = Timer.builder("relay.ledger.batch")
            .description("Batches that the ledger has written and synced")
            .register(registry);
    private final DistributionSummary entries = DistributionSummary.builder("relay.ledger.batch.entries")
            .description("Entries in each batch of the ledger")
            .register(registry);

    public Metrics() {
        for (RecipientStatus status : RecipientStatus.values()) {
            outcomes.put(
                    status,
                    Counter.builder("relay.deliveries")
                            .description("Outcomes recorded, by the status that the recipient got")
                            .tag("outcome", status.word())
                            .register(registry));
        }
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Watches a value that goes up and down. */
    public void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble).description(description).register(registry);
    }

    @Override
    public void written(int count, Duration took) {
        batches.record(took);
        entries.record(count);
    }

    @Override
    public void ready(Acceptance acceptance) {
        // counted once it is durable
    }

    @Override
    public void accepted(Acceptance acceptance) {
        messages.increment();
        recipients.increment(acceptance.recipients().size());
    }

    @Override
    public void settled(Outcome outcome) {
        outcomes.get(outcome.status()).increment();
        if (outcome.attempt() != null) {
            deliveries.record(Duration.ofMillis(outcome.attempt().durationMillis()));
        }
    }

    /** Everything, in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
