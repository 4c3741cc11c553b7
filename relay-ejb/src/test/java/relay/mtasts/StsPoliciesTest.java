package relay.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import relay.routing.Dns;
import relay.routing.ScriptedDns;
import relay.smtp.client.TlsFault;
import relay.testing.ManualClock;

class StsPoliciesTest {
    private static final String DOMAIN = "example.com";
    private static final String TXT = "_mta-sts.example.com";

    private final ManualClock clock = new ManualClock();
    private final ScriptedDns dns = new ScriptedDns();
    private PolicyHost.Served served = PolicyHost.Served.of(policy("enforce", 604_800));
    private CompletableFuture<PolicyHost.Served> slow;
    private int fetched;
    private final StsPolicies policies = new StsPolicies(dns, this::fetch, null, clock, Runnable::run);

    private CompletionStage<PolicyHost.Served> fetch(String domain) {
        fetched++;
        return slow != null ? slow : CompletableFuture.completedFuture(served);
    }

    private static String policy(String mode, long maxAge) {
        return "version: STSv1\nmode: " + mode + "\nmx: mx.example.com\nmax_age: " + maxAge + "\n";
    }

    private StsFinding find() {
        return policies.of(DOMAIN).toCompletableFuture().join();
    }

    private void announce(String id) {
        dns.withText(TXT, "v=STSv1; id=" + id + ";");
    }

    @Test
    void asksNoHostWhereNothingIsAnnounced() {
        assertThat(find()).isEqualTo(StsFinding.NONE);
        assertThat(fetched).isZero();
    }

    @Test
    void fetchesAPolicyOnce() {
        announce("1");
        assertThat(find().wanted()).isPresent();
        assertThat(find().wanted()).isPresent();
        assertThat(fetched).isEqualTo(1);
    }

    @Test
    void fetchesAnewWhenTheIdChanges() {
        announce("1");
        find();
        served = PolicyHost.Served.of(policy("testing", 604_800));
        announce("2");
        assertThat(find().policy().mode()).isEqualTo(StsPolicy.Mode.TESTING);
    }

    @Test
    void keepsTheOldOneWhereTheNewOneCannotBeHad() {
        announce("1");
        find();
        served = PolicyHost.Served.failed(TlsFault.STS_POLICY_FETCH_ERROR, "nobody answers");
        announce("2");
        StsFinding found = find();
        assertThat(found.policy().mode()).isEqualTo(StsPolicy.Mode.ENFORCE);
        assertThat(found.fault()).isEqualTo(TlsFault.STS_POLICY_FETCH_ERROR);
        assertThat(found.why()).contains("nobody answers");
    }

    @Test
    void keepsToItWhereTheAnnouncementIsHidden() {
        announce("1");
        find();
        dns.with(TXT, Dns.Status.FAILED);
        assertThat(find().wanted()).isPresent();
    }

    @Test
    void forgetsItAtTheEndOfItsAge() {
        announce("1");
        find();
        dns.with(TXT, Dns.Status.NO_NAME);
        clock.advance(Duration.ofDays(7));
        assertThat(find()).isEqualTo(StsFinding.NONE);
    }

    @Test
    void refreshesInTheBackgroundAfterADay() {
        announce("1");
        find();
        clock.advance(Duration.ofDays(1));
        slow = new CompletableFuture<>();
        assertThat(find().policy().mode()).isEqualTo(StsPolicy.Mode.ENFORCE);
        assertThat(fetched).isEqualTo(2);
        slow.complete(PolicyHost.Served.of(policy("none", 604_800)));
        assertThat(find().wanted()).isEmpty();
    }

    @Test
    void letsAHostThatFailedRest() {
        announce("1");
        served = PolicyHost.Served.failed(TlsFault.STS_WEBPKI_INVALID, "its certificate has expired");
        assertThat(find().fault()).isEqualTo(TlsFault.STS_WEBPKI_INVALID);
        find();
        assertThat(fetched).isEqualTo(1);
        clock.advance(StsPolicies.REST);
        find();
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void asksOnceForAllWhoWait() {
        announce("1");
        slow = new CompletableFuture<>();
        CompletableFuture<StsFinding> first = policies.of(DOMAIN).toCompletableFuture();
        CompletableFuture<StsFinding> second = policies.of(DOMAIN).toCompletableFuture();
        assertThat(first).isNotDone();
        slow.complete(served);
        assertThat(first.join().wanted()).isPresent();
        assertThat(second.join().wanted()).isPresent();
        assertThat(fetched).isEqualTo(1);
    }

    @Test
    void tellsOfAPolicyThatMakesNoSense() {
        announce("1");
        served = PolicyHost.Served.of("hello: world");
        assertThat(find().fault()).isEqualTo(TlsFault.STS_POLICY_INVALID);
    }
}
