package relay.delivery;

import java.time.Duration;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/**
 * The engine's limits.
 *
 * @param maxInFlight deliveries under way in all
 * @param maxBytesInFlight bytes of their contents in memory
 * @param window deliveries ready in memory in all
 * @param lease how long a claim lasts
 * @param deadPause how long a dead destination rests
 * @param routeTime how long a route is used before the DNS is asked again
 * @param delayNoticeAfter age at which a sender who asked for it hears of a delay
 */
public record EngineSettings(
        int maxInFlight,
        long maxBytesInFlight,
        int window,
        Duration lease,
        Duration deadPause,
        Duration routeTime,
        Duration delayNoticeAfter) {
    public static final Duration DEFAULT_DEAD_PAUSE = Duration.ofMinutes(1);
    public static final Duration DEFAULT_ROUTE_TIME = Duration.ofMinutes(5);

    /** What the settings say. */
    public static EngineSettings of(Configuration configuration) {
        return new EngineSettings(
                configuration.get(Settings.MAX_IN_FLIGHT),
                configuration.get(Settings.MAX_BYTES_IN_FLIGHT),
                configuration.get(Settings.WINDOW),
                configuration.get(Settings.CLAIM_LEASE),
                DEFAULT_DEAD_PAUSE,
                DEFAULT_ROUTE_TIME,
                configuration.get(Settings.DELAY_NOTICE_AFTER));
    }
}
