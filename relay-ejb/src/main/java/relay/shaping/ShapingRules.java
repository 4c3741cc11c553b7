package relay.shaping;

import java.time.Duration;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.routing.Route;

/** Says at which pace each site is delivered to. */
public final class ShapingRules {
    private static final Duration DEFAULT_IDLE_TIME = Duration.ofSeconds(10);

    private final Shaping rest;

    private ShapingRules(Shaping rest) {
        this.rest = rest;
    }

    /** What the settings say. */
    public static ShapingRules of(Configuration configuration) {
        return new ShapingRules(new Shaping(
                configuration.get(Settings.SITE_CONNECTIONS),
                null,
                configuration.get(Settings.MESSAGES_PER_CONNECTION),
                null,
                DEFAULT_IDLE_TIME,
                false));
    }

    /** The pace of a domain's mail at these hosts. */
    public Shaping of(String domain, Route.Hosts hosts) {
        return rest;
    }
}
