package relay.metrics;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import relay.delivery.SiteState;

/** What the delivery engine has in hand, asked at most once a second however many gauges want to know. */
public final class EngineGauges {
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_MILLIS = 500;

    private final Supplier<CompletableFuture<List<SiteState>>> engine;
    private List<SiteState> states = List.of();
    private long askedAt;
    private boolean asked;

    public EngineGauges(Supplier<CompletableFuture<List<SiteState>>> engine) {
        this.engine = engine;
    }

    /** Deliveries that could start. */
    public double ready() {
        return sum(SiteState::ready);
    }

    /** Deliveries under way. */
    public double inFlight() {
        return sum(SiteState::inFlight);
    }

    /** Sites with anything to do. */
    public double sites() {
        return current().size();
    }

    private double sum(ToIntFunction<SiteState> part) {
        return current().stream().mapToInt(part).sum();
    }

    /** The last answer when the engine is too busy for a new one. */
    private synchronized List<SiteState> current() {
        long now = System.nanoTime();
        if (!asked || now - askedAt > KEPT_NANOS) {
            states = engine.get()
                    .completeOnTimeout(states, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> List.of())
                    .join();
            asked = true;
            askedAt = now;
        }
        return states;
    }
}
