package relay.delivery;

import java.time.Duration;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/**
 * The engine's limits.
 *
 * @param connectionsPerDestination transactions under way to one domain
 * @param messagesPerConnection transactions over one connection
 * @param maxInFlight deliveries under way in all
 * @param window deliveries ready in memory in all
 * @param lease how long a claim lasts
 * @param deadPause how long a dead destination rests
 * @param idleTime how long an unused connection stays open
 * @param routeTime how long a route is used before the DNS is asked again
 * @param delayNoticeAfter age at which a sender who asked for it hears of a delay
 */
public record EngineSettings(
        int connectionsPerDestination,
        int messagesPerConnection,
        int maxInFlight,
        int window,
        Duration lease,
        Duration deadPause,
        Duration idleTime,
        Duration routeTime,
        Duration delayNoticeAfter) {
    public static final Duration DEFAULT_DEAD_PAUSE = Duration.ofMinutes(1);
    public static final Duration DEFAULT_IDLE_TIME = Duration.ofSeconds(10);
    public static final Duration DEFAULT_ROUTE_TIME = Duration.ofMinutes(5);

    /** What the settings say. */
    public static EngineSettings of(Configuration configuration) {
        return new EngineSettings(
                configuration.get(Settings.SITE_CONNECTIONS),
                configuration.get(Settings.MESSAGES_PER_CONNECTION),
                configuration.get(Settings.MAX_IN_FLIGHT),
                configuration.get(Settings.WINDOW),
                configuration.get(Settings.CLAIM_LEASE),
                DEFAULT_DEAD_PAUSE,
                DEFAULT_IDLE_TIME,
                DEFAULT_ROUTE_TIME,
                configuration.get(Settings.DELAY_NOTICE_AFTER));
    }

    /** A share of the window, so that one destination never fills it. */
    int windowPerDestination() {
        return Math.max(1, window / 10);
    }
}
