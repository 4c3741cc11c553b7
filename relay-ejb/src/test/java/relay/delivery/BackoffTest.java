package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import relay.shaping.BackoffRule;
import relay.shaping.BackoffRule.Action;
import relay.shaping.BackoffRule.Scope;
import relay.shaping.Rate;
import relay.shaping.Shaping;
import relay.shaping.TlsPolicy;

class BackoffTest {
    private static final String REFUSAL = "421 4.7.0 [TS04] Messages temporarily deferred";
    private static final String SOURCE = "mail-1";
    private static final String OTHER_SOURCE = "mail-2";
    private static final long NOW = 1_000_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Backoff backoff = new Backoff();
    private final Delivery mail = Deliveries.of("Q1", "A", "broadcast", "sale", "joe@example.com");
    private final Delivery otherCampaign = Deliveries.of("Q2", "A", "broadcast", "news", "joe@example.com");
    private final Delivery otherTenant = Deliveries.of("Q3", "B", "broadcast", "sale", "joe@example.com");

    private static Shaping shaping(BackoffRule... rules) {
        return new Shaping(10, null, 100, null, Duration.ofSeconds(10), TlsPolicy.OPPORTUNISTIC, List.of(rules));
    }

    private static BackoffRule rule(Action action, Rate after, Scope scope) {
        return new BackoffRule(
                Pattern.compile("TS04"), action, after, HOUR, scope, 1, new Rate(1, Duration.ofMinutes(1)), "test");
    }

    private void refuse(Shaping shaping, long now) {
        backoff.observe(shaping, mail, SOURCE, REFUSAL, now);
    }

    @Test
    void pausesASiteForAsLongAsTheRuleSays() {
        refuse(shaping(rule(Action.SUSPEND, null, Scope.SITE)), NOW);
        assertThat(backoff.pause(SOURCE, NOW)).isEqualTo(new Backoff.Pause(NOW + HOUR.toMillis(), REFUSAL));
        assertThat(backoff.pause(SOURCE, NOW + HOUR.toMillis())).isNull();
    }

    @Test
    void takesNoNoticeOfOtherReplies() {
        backoff.observe(shaping(rule(Action.SUSPEND, null, Scope.SITE)), mail, SOURCE, "450 4.2.1 Greylisted", NOW);
        assertThat(backoff.pause(SOURCE, NOW)).isNull();
    }

    @Test
    void waitsForAsManyRepliesAsTheRuleSays() {
        Shaping shaping = shaping(rule(Action.SUSPEND, new Rate(3, Duration.ofMinutes(1)), Scope.SITE));
        refuse(shaping, NOW);
        refuse(shaping, NOW + 1);
        assertThat(backoff.pause(SOURCE, NOW + 1)).isNull();
        refuse(shaping, NOW + 2);
        assertThat(backoff.pause(SOURCE, NOW + 2)).isNotNull();
    }

    @Test
    void doesNotCountRepliesOfLongAgo() {
        Shaping shaping = shaping(rule(Action.SUSPEND, new Rate(2, Duration.ofMinutes(1)), Scope.SITE));
        refuse(shaping, NOW);
        refuse(shaping, NOW + 100_000);
        assertThat(backoff.pause(SOURCE, NOW + 100_000)).isNull();
    }

    @Test
    void pausesNobodyElseThanATenant() {
        refuse(shaping(rule(Action.SUSPEND, null, Scope.TENANT)), NOW);
        assertThat(backoff.pause(SOURCE, NOW)).isNull();
        assertThat(backoff.pause(mail, NOW)).isNotNull();
        assertThat(backoff.pause(otherCampaign, NOW)).isNotNull();
        assertThat(backoff.pause(otherTenant, NOW)).isNull();
    }

    @Test
    void pausesNobodyElseThanACampaign() {
        refuse(shaping(rule(Action.SUSPEND, null, Scope.CAMPAIGN)), NOW);
        assertThat(backoff.pause(mail, NOW)).isNotNull();
        assertThat(backoff.pause(otherCampaign, NOW)).isNull();
        assertThat(backoff.pause(otherTenant, NOW)).isNull();
    }

    @Test
    void pausesNoOtherSource() {
        refuse(shaping(rule(Action.SUSPEND, null, Scope.SOURCE)), NOW);
        assertThat(backoff.pause(SOURCE, NOW)).isNotNull();
        assertThat(backoff.pause(OTHER_SOURCE, NOW)).isNull();
        assertThat(backoff.pause(mail, NOW)).isNull();
    }

    @Test
    void pausesASiteForAllSources() {
        refuse(shaping(rule(Action.SUSPEND, null, Scope.SITE)), NOW);
        assertThat(backoff.pause(OTHER_SOURCE, NOW)).isNotNull();
    }

    @Test
    void countsTheRepliesToEachByThemselves() {
        Shaping shaping = shaping(rule(Action.SUSPEND, new Rate(2, Duration.ofMinutes(1)), Scope.SOURCE));
        backoff.observe(shaping, mail, OTHER_SOURCE, REFUSAL, NOW);
        refuse(shaping, NOW);
        assertThat(backoff.pause(SOURCE, NOW)).isNull();
        refuse(shaping, NOW);
        assertThat(backoff.pause(SOURCE, NOW)).isNotNull();
        assertThat(backoff.pause(OTHER_SOURCE, NOW)).isNull();
    }

    @Test
    void slowsNoOtherSource() {
        refuse(shaping(rule(Action.SLOW, null, Scope.SOURCE)), NOW);
        assertThat(backoff.connections(10, SOURCE, NOW)).isEqualTo(1);
        assertThat(backoff.connections(10, OTHER_SOURCE, NOW)).isEqualTo(10);
        backoff.messagePassed(SOURCE, NOW);
        assertThat(backoff.messageWait(SOURCE, NOW)).isPositive();
        assertThat(backoff.messageWait(OTHER_SOURCE, NOW)).isZero();
    }

    @Test
    void slowsNobodyElseThanATenant() {
        refuse(shaping(rule(Action.SLOW, null, Scope.TENANT)), NOW);
        backoff.goes(mail, NOW);
        assertThat(backoff.mayGo(mail, NOW)).isFalse();
        assertThat(backoff.mayGo(otherCampaign, NOW)).isFalse();
        assertThat(backoff.mayGo(otherTenant, NOW)).isTrue();
        assertThat(backoff.messageWait(SOURCE, NOW)).isZero();
    }

    @Test
    void slowsNobodyElseThanACampaignAndNeverExceedsItsRateByOne() {
        refuse(shaping(rule(Action.SLOW, null, Scope.CAMPAIGN)), NOW);
        int gone = 0;
        for (long now = NOW; now < NOW + Duration.ofMinutes(30).toMillis(); now += 500) {
            if (backoff.mayGo(mail, now)) {
                backoff.goes(mail, now);
                gone++;
            }
            assertThat(backoff.mayGo(otherCampaign, now)).isTrue();
        }
        assertThat(gone).isEqualTo(30);
    }

    @Test
    void slowsDownToWhatTheRuleSays() {
        refuse(shaping(rule(Action.SLOW, null, Scope.SITE)), NOW);
        assertThat(backoff.connections(10, SOURCE, NOW)).isEqualTo(1);
        assertThat(backoff.messageWait(SOURCE, NOW)).isZero();
        backoff.messagePassed(SOURCE, NOW);
        assertThat(backoff.messageWait(SOURCE, NOW + 1)).isGreaterThanOrEqualTo(59_999);
        long later = NOW + HOUR.toMillis();
        assertThat(backoff.connections(10, SOURCE, later)).isEqualTo(10);
        assertThat(backoff.messageWait(SOURCE, later)).isZero();
    }

    @Test
    void endsWhenAnOperatorSaysSo() {
        refuse(shaping(rule(Action.SUSPEND, null, Scope.SITE)), NOW);
        refuse(shaping(rule(Action.SLOW, null, Scope.SITE)), NOW);
        backoff.end();
        assertThat(backoff.pause(SOURCE, NOW)).isNull();
        assertThat(backoff.connections(10, SOURCE, NOW)).isEqualTo(10);
    }
}
