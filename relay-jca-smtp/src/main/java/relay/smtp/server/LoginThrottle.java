package relay.smtp.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Slows down guessing of passwords: after some failures in a row from one subscriber (an IPv4 address or an IPv6 /64),
 * each further one doubles the time for which AUTH is answered 454. A success clears the record. Thread-safe.
 */
public final class LoginThrottle {
    /** Failures in a row that cost no waiting. */
    public static final int DEFAULT_FREE_FAILURES = 10;

    /** The first wait. */
    public static final Duration DEFAULT_FIRST_WAIT = Duration.ofSeconds(1);

    /** The longest wait; also how long after the last failure it is forgotten. */
    public static final Duration DEFAULT_LONGEST_WAIT = Duration.ofMinutes(15);

    private static final int CAPACITY = 10_000;
    private static final int MOST_DOUBLINGS = 30;

    private final AddressMemory<Failures> failures = new AddressMemory<>(CAPACITY);
    private final int free;
    private final Duration firstWait;
    private final Duration longestWait;
    private final LongSupplier nanoTime;

    private record Failures(int count, long lastAt) {}

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public LoginThrottle(int freeFailures, Duration firstWait, Duration longestWait, LongSupplier nanoTime) {
        this.free = freeFailures;
        this.firstWait = firstWait;
        this.longestWait = longestWait;
        this.nanoTime = nanoTime;
    }

    /** How long this peer has to wait before it may try again; zero when it need not. */
    Duration remaining(InetAddress address) {
        Failures known = failures.get(AddressMemory.subscriber(address));
        if (known == null || known.count <= free) {
            return Duration.ZERO;
        }
        Duration left = waitAfter(known.count).minus(since(known));
        return left.isNegative() ? Duration.ZERO : left;
    }

    void failed(InetAddress address) {
        failures.update(AddressMemory.subscriber(address), this::oneMore);
    }

    void succeeded(InetAddress address) {
        failures.update(AddressMemory.subscriber(address), before -> null);
    }

    private Failures oneMore(Failures before) {
        boolean recent = before != null && since(before).compareTo(longestWait) < 0;
        return new Failures(recent ? before.count + 1 : 1, nanoTime.getAsLong());
    }

    private Duration since(Failures known) {
        return Duration.ofNanos(nanoTime.getAsLong() - known.lastAt);
    }

    private Duration waitAfter(int count) {
        Duration wait = firstWait.multipliedBy(1L << Math.min(count - free - 1, MOST_DOUBLINGS));
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }
}
