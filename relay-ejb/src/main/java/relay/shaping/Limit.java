package relay.shaping;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** One of the limits of a {@link Shaping}, as shaping files name it. */
public enum Limit {
    CONNECTIONS("connections", "a whole number from 1 to 10000"),
    CONNECTION_RATE("connection-rate", "a rate as in \"100/min\", or \"unlimited\""),
    MESSAGES_PER_CONNECTION("messages-per-connection", "a whole number from 1 to 100000"),
    MESSAGE_RATE("message-rate", "a rate as in \"100/s\", or \"unlimited\""),
    IDLE_TIME("idle-time", "a duration as in \"10s\", at most 5m"),
    TLS("tls", "\"opportunistic\", \"required\", \"verified\" or \"dane\"");

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MOST_MESSAGES = 100_000;
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(5);

    private final String key;
    private final String allowed;

    Limit(String key, String allowed) {
        this.key = key;
        this.allowed = allowed;
    }

    /** Its name in files. */
    public String key() {
        return key;
    }

    /** What is allowed, completing “must be …”. */
    String allowed() {
        return allowed;
    }

    /**
     * The value that a file gives.
     *
     * @throws IllegalArgumentException when it is not allowed
     */
    Object parse(Object value) {
        return switch (this) {
            case CONNECTIONS -> Values.number(value, 1, MOST_CONNECTIONS);
            case MESSAGES_PER_CONNECTION -> Values.number(value, 1, MOST_MESSAGES);
            case CONNECTION_RATE, MESSAGE_RATE -> Values.rate(value);
            case IDLE_TIME -> Values.duration(value, LONGEST_IDLE);
            case TLS -> Values.tls(value);
        };
    }

    static Optional<Limit> of(String key) {
        return Arrays.stream(values()).filter(limit -> limit.key.equals(key)).findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(Limit::key).collect(Collectors.joining(", "));
    }

    /** The value as files write it. */
    static String written(Object value) {
        if (value instanceof Optional<?> rate) {
            return rate.map(Object::toString).orElse("unlimited");
        }
        if (value instanceof TlsPolicy tls) {
            return tls.word();
        }
        return value instanceof Duration duration
                ? duration.toString().substring(2).toLowerCase(Locale.ROOT)
                : String.valueOf(value);
    }
}
