package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import relay.egress.EgressSource;
import relay.egress.SourceHealth;
import relay.routing.Route;
import relay.shaping.Rate;
import relay.shaping.Shaping;
import relay.shaping.TlsPolicy;
import relay.smtp.client.Egress;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.TlsRequirement;
import relay.smtp.client.Transaction;
import relay.smtp.client.TransactionResult;

/** An hour of more mail than a site takes, from two sources: no limit of either is exceeded by one. */
class SiteQueueTest {
    private static final RemoteHost HOST =
            new RemoteHost("mx.test", InetSocketAddress.createUnresolved("mx.test", 25), TlsRequirement.NONE, null);
    private static final long STEP_MILLIS = 50;
    private static final long SENDING_MILLIS = 300;

    private final Backoff backoff = new Backoff();

    private static Shaping shaping(int connections, Rate connectionRate, int messages, Rate messageRate) {
        return new Shaping(
                connections,
                connectionRate,
                messages,
                messageRate,
                Duration.ofSeconds(10),
                TlsPolicy.OPPORTUNISTIC,
                List.of());
    }

    private SiteQueue queue(String source, Shaping shaping) {
        return new SiteQueue(
                "mx.test",
                new Route.Hosts("mx.test", List.of(HOST)),
                new EgressSource(source, Egress.direct(), null),
                new SourceHealth(),
                backoff,
                shaping,
                tenant -> 1);
    }

    /** A connection that only knows whether it is open. */
    private static final class NoConnection implements SmtpConnection {
        private boolean open = true;

        @Override
        public RemoteHost host() {
            return HOST;
        }

        @Override
        public String tls() {
            return null;
        }

        @Override
        public boolean passesDsn() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public CompletableFuture<TransactionResult> send(Transaction transaction) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void quit() {
            open = false;
        }
    }

    /** What happened at one source's queue. */
    private static final class Story {
        private final SiteQueue queue;
        private final List<Long> connections = new ArrayList<>();
        private final List<Long> messages = new ArrayList<>();
        private final Map<SmtpConnection, Integer> carried = new HashMap<>();
        private final Map<SiteQueue.PooledConnection, Long> busy = new HashMap<>();
        private int number;
        private int mostOpen;

        Story(SiteQueue queue) {
            this.queue = queue;
        }

        void step(long now) {
            List.copyOf(busy.keySet()).forEach(connection -> finish(connection, now));
            queue.add(Deliveries.of("Q" + number++, "transactional", "joe@x.test"));
            while (queue.wantsToConnect(now) && queue.connectionWait(now) == 0) {
                queue.connecting(now);
                connections.add(now);
                queue.connected(new NoConnection(), now);
            }
            while (queue.wantsToLoad(now)) {
                queue.loaded(new SiteQueue.Loaded(queue.pollReady(any -> true), null, null));
            }
            while (queue.canSend() && queue.messageWait(now) == 0) {
                assertThat(queue.nextLoaded()).isNotNull();
                queue.messagePassed(now);
                queue.startedSending();
                SiteQueue.PooledConnection connection = queue.takeIdle();
                messages.add(now);
                carried.merge(connection.connection(), 1, Integer::sum);
                busy.put(connection, now + SENDING_MILLIS);
            }
            mostOpen = Math.max(mostOpen, queue.state(now).connections());
            queue.closeIdle(now);
        }

        private void finish(SiteQueue.PooledConnection connection, long now) {
            if (busy.get(connection) <= now) {
                busy.remove(connection);
                queue.sent();
                queue.carried(connection, true, now);
            }
        }
    }

    /** The most of these times in any period. */
    private static int most(List<Long> times, Rate rate) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= rate.periodMillis()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private void assertKept(Story story, Shaping shaping) {
        assertThat(most(story.connections, shaping.connectionRate()))
                .isEqualTo(shaping.connectionRate().count());
        assertThat(most(story.messages, shaping.messageRate()))
                .isEqualTo(shaping.messageRate().count());
        assertThat(story.carried.values()).allMatch(count -> count <= shaping.messagesPerConnection());
        assertThat(story.mostOpen).isEqualTo(shaping.connections());
    }

    @Test
    void exceedsNoLimitByOne() {
        Shaping fast = shaping(4, new Rate(15, Duration.ofMinutes(1)), 20, new Rate(6, Duration.ofSeconds(1)));
        Shaping slow = shaping(2, new Rate(3, Duration.ofMinutes(1)), 5, new Rate(9, Duration.ofMinutes(1)));
        Story one = new Story(queue("mail-1", fast));
        Story two = new Story(queue("mail-2", slow));
        long begin = 1_800_000_000_000L;
        for (long now = begin; now < begin + Duration.ofHours(1).toMillis(); now += STEP_MILLIS) {
            one.step(now);
            two.step(now);
        }
        assertKept(one, fast);
        assertKept(two, slow);
    }
}
