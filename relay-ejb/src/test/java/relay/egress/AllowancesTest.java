package relay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import relay.smtp.client.Egress;

/** However much there is to send, no day of a ramp is exceeded, not by one message. */
class AllowancesTest {
    private static final List<Integer> DAYS = List.of(1, 50, 1_000);
    private static final EgressSource NEW =
            new EgressSource("new", Egress.direct(), new WarmUp(LocalDate.parse("2027-01-30"), new Ramp(DAYS)));
    private static final EgressSource WARM = new EgressSource("warm", Egress.direct(), null);
    private static final String SITE = "google";

    /** What all nodes share, as a database would count it. */
    private final Map<String, Long> taken = new HashMap<>();

    private final Queue<Runnable> unanswered = new ArrayDeque<>();
    private boolean isSlow;
    private boolean isAway;
    private long now = Instant.parse("2027-01-30T00:00:00Z").toEpochMilli();

    private Allowances node() {
        return new Allowances((block, granted) -> {
            if (isSlow) {
                unanswered.add(() -> granted.accept(reserve(block)));
            } else {
                granted.accept(isAway ? -1 : reserve(block));
            }
        });
    }

    private long reserve(Allowances.Block block) {
        String key = block.source() + "/" + block.site() + "/" + block.day();
        long before = taken.getOrDefault(key, 0L);
        long size = Math.max(0, Math.min(block.size(), block.allowance() - before));
        taken.put(key, before + size);
        return size;
    }

    /** Sends as long as it may, at most so many; how many it was. */
    private long send(Allowances node, long most) {
        long sent = 0;
        while (sent < most && node.has(NEW, SITE, now)) {
            node.take(NEW, SITE, now);
            sent++;
        }
        return sent;
    }

    private void tomorrow() {
        now = WarmUp.nextDay(now);
    }

    @Test
    void allowAllOfADayAndNotOneMore() {
        Allowances node = node();
        for (int day : DAYS) {
            assertThat(send(node, 10_000)).isEqualTo(day);
            now = WarmUp.nextDay(now) - 1;
            assertThat(send(node, 1)).isZero();
            tomorrow();
        }
        assertThat(send(node, 10_000)).isEqualTo(10_000);
    }

    @Test
    void areForEachSiteByItself() {
        Allowances node = node();
        send(node, 10_000);
        assertThat(node.has(NEW, "yahoo", now)).isTrue();
    }

    @Test
    void doNotConcernAWarmSource() {
        assertThat(node().has(WARM, SITE, now)).isTrue();
        assertThat(taken).isEmpty();
    }

    @Test
    void areSharedByAllNodes() {
        Allowances one = node();
        Allowances two = node();
        for (int day : DAYS) {
            long sent = 0;
            for (long more = 1; more > 0; sent += more) {
                more = send(one, 3) + send(two, 7);
            }
            assertThat(sent).isEqualTo(day);
            tomorrow();
        }
    }

    @Test
    void areNeverExceededHoweverOftenANodeCrashes() {
        Random random = new Random(1);
        for (int day : DAYS) {
            long sent = 0;
            for (int run = 0; run < 200; run++) {
                sent += send(node(), random.nextInt(10));
            }
            assertThat(sent).isLessThanOrEqualTo(day);
            tomorrow();
        }
    }

    @Test
    void loseLittleMoreThanABlockInACrash() {
        tomorrow();
        tomorrow();
        long sent = send(node(), 500) + send(node(), 10_000);
        assertThat(sent).isBetween(1_000L - 2 * 1_000 / Allowances.BLOCKS, 1_000L);
    }

    @Test
    void loseNothingWhenANodeStops() {
        tomorrow();
        Allowances first = node();
        long sent = send(first, 17);
        first.unused(now).forEach(block -> taken.merge("new/google/" + block.day(), -block.size(), Long::sum));
        assertThat(sent + send(node(), 10_000)).isEqualTo(50);
    }

    @Test
    void takeBackWhatWasNotUsedOnTheSameDay() {
        Allowances node = node();
        assertThat(send(node, 1)).isEqualTo(1);
        node.giveBack(NEW, SITE, WarmUp.day(now));
        assertThat(send(node, 2)).isEqualTo(1);
    }

    @Test
    void doNotTakeBackWhatIsOfYesterday() {
        Allowances node = node();
        send(node, 1);
        long yesterday = WarmUp.day(now);
        tomorrow();
        assertThat(send(node, 10_000)).isEqualTo(50);
        node.giveBack(NEW, SITE, yesterday);
        assertThat(send(node, 1)).isZero();
    }

    @Test
    void doNotCountWhatIsGrantedWhenItsDayIsOver() {
        isSlow = true;
        Allowances node = node();
        assertThat(node.has(NEW, SITE, now)).isFalse();
        tomorrow();
        assertThat(node.has(NEW, SITE, now)).isFalse();
        unanswered.forEach(Runnable::run);
        isSlow = false;
        assertThat(send(node, 10_000)).isEqualTo(50);
    }

    @Test
    void waitForTheDatabaseAndAskItAgain() {
        isAway = true;
        Allowances node = node();
        assertThat(node.has(NEW, SITE, now)).isFalse();
        isAway = false;
        assertThat(node.has(NEW, SITE, now)).isFalse();
        now += Duration.ofSeconds(5).toMillis();
        assertThat(node.has(NEW, SITE, now)).isTrue();
    }

    @Test
    void tellWhenThereWillBeMore() {
        isSlow = true;
        Allowances node = node();
        node.has(NEW, SITE, now);
        assertThat(node.next(NEW, SITE, now, 250)).isEqualTo(now + 250);
        unanswered.remove().run();
        isSlow = false;
        send(node, 10_000);
        assertThat(node.next(NEW, SITE, now, 250)).isEqualTo(WarmUp.nextDay(now));
    }

    @Test
    void beginAnewForASourceThatHasChanged() {
        Allowances node = node();
        send(node, 10_000);
        node.keep(List.of());
        assertThat(send(node, 1)).isZero();
    }
}
