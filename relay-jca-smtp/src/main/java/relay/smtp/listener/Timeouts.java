package relay.smtp.listener;

import java.time.Duration;

/**
 * How long a listener waits.
 *
 * @param command for the next whole command, however its bytes drip in (RFC 5321, section 4.5.3.2.7: 5 minutes)
 * @param text each such period of message text must bring {@code slowestText}
 * @param slowestText octets of message text in one period {@code text}
 * @param message for a whole message from DATA or the first BDAT on
 * @param handshake for TLS handshakes
 * @param proxyHeader for the PROXY header, where one is due
 * @param stop for sessions in the middle of a message when the listener stops
 */
public record Timeouts(
        Duration command,
        Duration text,
        int slowestText,
        Duration message,
        Duration handshake,
        Duration proxyHeader,
        Duration stop) {
    public static final Duration DEFAULT_COMMAND = Duration.ofMinutes(5);
    public static final Duration DEFAULT_TEXT = Duration.ofMinutes(5);
    public static final int DEFAULT_SLOWEST_TEXT = 30_000;
    public static final Duration DEFAULT_MESSAGE = Duration.ofHours(1);
    public static final Duration DEFAULT_HANDSHAKE = Duration.ofSeconds(30);
    public static final Duration DEFAULT_PROXY_HEADER = Duration.ofSeconds(5);
    public static final Duration DEFAULT_STOP = Duration.ofSeconds(10);

    public Timeouts {
        positive(command, "command");
        positive(text, "text");
        positive(message, "message");
        positive(handshake, "handshake");
        positive(proxyHeader, "proxyHeader");
        if (stop.isNegative()) {
            throw new IllegalArgumentException("timeout stop is " + stop + ", must not be negative");
        }
        if (slowestText < 0) {
            throw new IllegalArgumentException("slowestText is " + slowestText + ", must not be negative");
        }
    }

    /** The defaults. */
    public static Timeouts ofDefaults() {
        return new Timeouts(
                DEFAULT_COMMAND,
                DEFAULT_TEXT,
                DEFAULT_SLOWEST_TEXT,
                DEFAULT_MESSAGE,
                DEFAULT_HANDSHAKE,
                DEFAULT_PROXY_HEADER,
                DEFAULT_STOP);
    }

    private static void positive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("timeout " + name + " is " + duration + ", must be positive");
        }
    }
}
