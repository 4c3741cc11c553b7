package relay.tlsrpt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import relay.routing.Dns;
import relay.routing.Protection;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsFault;

/** Which domains want reports, looked up with their routes, and under which policy their mail goes now. Thread-safe. */
public final class Subscribers {
    private static final int MOST = 50_000;
    private static final long LOOK_AGAIN_MILLIS = Duration.ofHours(1).toMillis();

    private final Dns dns;
    private final Clock clock;
    private final ReportPeriod period;
    private final TlsCounts counts;
    private final Cache<String, Subscriber> known =
            Caffeine.newBuilder().maximumSize(MOST).build();

    public Subscribers(Dns dns, Clock clock, ReportPeriod period, TlsCounts counts) {
        this.dns = dns;
        this.clock = clock;
        this.period = period;
        this.counts = counts;
    }

    /** What is known of a domain. */
    private record Subscriber(boolean wantsReports, long lookedUpAt, Protection.Policy policy) {}

    /** Finds out whether a domain wants reports. Never fails, never blocks. */
    public CompletionStage<Boolean> look(String domain) {
        Subscriber subscriber = known.getIfPresent(domain);
        if (subscriber != null && clock.millis() < subscriber.lookedUpAt() + LOOK_AGAIN_MILLIS) {
            return CompletableFuture.completedFuture(subscriber.wantsReports());
        }
        return dns.txt("_smtp._tls." + domain).thenApply(answer -> {
            boolean wants = RptRecord.among(answer.records()).isPresent();
            known.put(domain, new Subscriber(wants, clock.millis(), Protection.Policy.NONE));
            return wants;
        });
    }

    /** Remembers under which policy a domain's mail goes from now on. */
    public void found(String domain, Protection.Policy policy) {
        known.asMap()
                .computeIfPresent(
                        domain, (name, before) -> new Subscriber(before.wantsReports(), before.lookedUpAt(), policy));
    }

    boolean wantsReports(String domain) {
        Subscriber subscriber = known.getIfPresent(domain);
        return subscriber != null && subscriber.wantsReports();
    }

    /** Counts a session for a domain that wants to know; where the policy itself has a fault, every session has it. */
    void count(String domain, String mxHost, String mxAddress, String ourAddress, TlsFault fault) {
        Subscriber subscriber = known.getIfPresent(domain);
        if (subscriber != null && subscriber.wantsReports()) {
            Protection.Policy policy = subscriber.policy();
            counts.add(new CountedSession(
                    period.of(clock.millis()),
                    domain,
                    policy,
                    fault != null ? fault : policy.fault(),
                    mxHost,
                    mxAddress,
                    ourAddress));
        }
    }

    /** Counts that no host of a domain may be used. */
    public void countNoHost(String domain, TlsFault fault) {
        count(domain, "", "", "", fault);
    }

    /** Counts that a host may not be used. */
    public void countLeftOut(String domain, RemoteHost host, TlsFault fault) {
        count(domain, host.name(), host.address().getAddress().getHostAddress(), "", fault);
    }
}
