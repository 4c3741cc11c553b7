package relay.mtasts;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.routing.Dns;
import relay.smtp.client.TlsFault;

/**
 * The policies that count. The first mail to a domain that announces one waits until it is fetched; after that the one
 * that is kept counts, and is fetched anew when the id in the DNS changes, or in the background as it ages (RFC 8461,
 * sections 3.3 and 5.1). Whoever hides the TXT record or the policy host from us gains nothing while a policy is kept.
 */
public final class StsPolicies {
    private static final Logger LOG = Logger.getLogger(StsPolicies.class.getName());
    /** After a failure the policy host is left alone for so long. */
    static final Duration REST = Duration.ofMinutes(5);

    private final Dns dns;
    private final PolicyHost host;
    private final StsStore store;
    private final Clock clock;
    private final Executor workers;
    private final Map<String, KeptPolicy> kept = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Optional<KeptPolicy>>> underWay = new ConcurrentHashMap<>();

    /**
     * Policies, none of them known yet.
     *
     * @param store or null to keep them in memory only
     * @param workers for the database
     */
    public StsPolicies(Dns dns, PolicyHost host, StsStore store, Clock clock, Executor workers) {
        this.dns = dns;
        this.host = host;
        this.store = store;
        this.clock = clock;
        this.workers = workers;
    }

    /** Why a policy was not had the last time, and when. */
    private record Failure(String id, TlsFault fault, String why, long at) {}

    /** Takes up what was kept before a restart. Blocks. */
    public void recall() {
        if (store != null) {
            try {
                kept.putAll(store.all());
            } catch (SQLException e) {
                LOG.log(Level.WARNING, "event=sts-policies-not-read", e);
            }
        }
    }

    /** What is known of a domain's policy; waits for one that is new. */
    public CompletionStage<StsFinding> of(String domain) {
        return dns.txt("_mta-sts." + domain).thenCompose(answer -> of(domain, StsRecord.among(answer.records())));
    }

    private CompletionStage<StsFinding> of(String domain, Optional<StsRecord> record) {
        long now = clock.millis();
        KeptPolicy known = known(domain, now);
        if (record.isEmpty()) {
            return done(finding(domain, known));
        }
        String id = record.get().id();
        if (known != null && known.id().equals(id)) {
            if (known.ages(now) && !rests(domain, id, now)) {
                fetch(domain, id);
            }
            return done(finding(domain, known));
        }
        if (rests(domain, id, now)) {
            return done(finding(domain, known));
        }
        return fetch(domain, id).thenApply(fetched -> finding(domain, fetched.orElse(known)));
    }

    private KeptPolicy known(String domain, long now) {
        KeptPolicy policy = kept.get(domain);
        if (policy == null || policy.counts(now)) {
            return policy;
        }
        if (kept.remove(domain, policy)) {
            workers.execute(() -> change(() -> store.forget(domain)));
        }
        return null;
    }

    private boolean rests(String domain, String id, long now) {
        Failure failure = failures.get(domain);
        return failure != null && failure.id().equals(id) && now < failure.at() + REST.toMillis();
    }

    /** One fetch a domain at a time, for all who wait for it. */
    private CompletionStage<Optional<KeptPolicy>> fetch(String domain, String id) {
        CompletableFuture<Optional<KeptPolicy>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<KeptPolicy>> before = underWay.putIfAbsent(domain, mine);
        if (before != null) {
            return before;
        }
        host.fetch(domain)
                .handle((served, failure) -> failure == null
                        ? served
                        : PolicyHost.Served.failed(TlsFault.STS_POLICY_FETCH_ERROR, String.valueOf(failure)))
                .thenApply(served -> taken(domain, id, served))
                .whenComplete((policy, failure) -> {
                    underWay.remove(domain, mine);
                    mine.complete(failure == null ? policy : Optional.empty());
                });
        return mine;
    }

    private Optional<KeptPolicy> taken(String domain, String id, PolicyHost.Served served) {
        if (served.text() == null) {
            return failed(domain, id, served.fault(), served.why());
        }
        try {
            KeptPolicy policy = new KeptPolicy(domain, id, StsPolicy.parse(served.text()), clock.millis());
            kept.put(domain, policy);
            failures.remove(domain);
            workers.execute(() -> change(() -> store.keep(policy)));
            return Optional.of(policy);
        } catch (IllegalArgumentException e) {
            return failed(domain, id, TlsFault.STS_POLICY_INVALID, "the policy is invalid: " + e.getMessage());
        }
    }

    private Optional<KeptPolicy> failed(String domain, String id, TlsFault fault, String why) {
        LOG.log(Level.INFO, "event=sts-policy-not-fetched domain={0} fault={1} reason=\"{2}\"", new Object[] {
            domain, fault.word(), why
        });
        failures.values().removeIf(failure -> clock.millis() >= failure.at() + REST.toMillis());
        failures.put(domain, new Failure(id, fault, why, clock.millis()));
        return Optional.empty();
    }

    private StsFinding finding(String domain, KeptPolicy policy) {
        Failure failure = failures.get(domain);
        if (policy != null) {
            return new StsFinding(
                    policy.policy(),
                    failure == null ? null : failure.fault(),
                    "MTA-STS policy " + policy.id()
                            + (failure == null ? "" : "; a newer one was not had: " + failure.why()));
        }
        return failure == null
                ? StsFinding.NONE
                : new StsFinding(null, failure.fault(), "an MTA-STS policy is announced, but " + failure.why());
    }

    private static CompletionStage<StsFinding> done(StsFinding finding) {
        return CompletableFuture.completedFuture(finding);
    }

    /** A change of the database. */
    private interface Change {
        void make() throws SQLException;
    }

    private void change(Change change) {
        if (store == null) {
            return;
        }
        try {
            change.make();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "event=sts-policy-not-kept", e);
        }
    }
}
