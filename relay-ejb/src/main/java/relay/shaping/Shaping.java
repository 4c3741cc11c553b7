package relay.shaping;

import java.time.Duration;
import java.util.List;

/**
 * The pace that a site takes.
 *
 * @param connections at a time
 * @param connectionRate new connections in a period, or null for any
 * @param messagesPerConnection messages over one connection before it is closed
 * @param messageRate messages in a period, or null for any
 * @param idleTime how long an unused connection stays open
 * @param tls what is asked of encryption
 * @param backoff what replies call for, the most particular rule first
 */
public record Shaping(
        int connections,
        Rate connectionRate,
        int messagesPerConnection,
        Rate messageRate,
        Duration idleTime,
        TlsPolicy tls,
        List<BackoffRule> backoff) {
    public Shaping {
        backoff = List.copyOf(backoff);
    }
}
