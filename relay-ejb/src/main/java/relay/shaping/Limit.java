package relay.shaping;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of the limits of a {@link Shaping}, as shaping files name it. */
public enum Limit {
    CONNECTIONS("connections", "a whole number from 1 to 10000", value -> Values.number(value, 1, 10_000)),
    CONNECTION_RATE("connection-rate", "a rate as in \"100/min\", or \"unlimited\"", Values::rate),
    MESSAGES_PER_CONNECTION(
            "messages-per-connection", "a whole number from 1 to 100000", value -> Values.number(value, 1, 100_000)),
    MESSAGE_RATE("message-rate", "a rate as in \"100/s\", or \"unlimited\"", Values::rate),
    IDLE_TIME(
            "idle-time",
            "a duration as in \"10s\", at most 5m",
            value -> Values.duration(value, Duration.ofMinutes(5))),
    TLS("tls", "\"opportunistic\" or \"required\"", Values::requiresTls);

    private final String key;
    private final String allowed;
    private final Function<Object, Object> parse;

    Limit(String key, String allowed, Function<Object, Object> parse) {
        this.key = key;
        this.allowed = allowed;
        this.parse = parse;
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
        return parse.apply(value);
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
        if (value instanceof Boolean required) {
            return required ? "required" : "opportunistic";
        }
        return value instanceof Duration duration
                ? duration.toString().substring(2).toLowerCase(Locale.ROOT)
                : String.valueOf(value);
    }
}
