package relay.delivery;

import java.time.Duration;

/** Mail that was just accepted. */
public final class FreshMail {
    /**
     * Fresh mail is offered to the engine of this node in memory; another node takes it from the database only when it has
     * waited this long.
     */
    public static final Duration GRACE = Duration.ofSeconds(30);

    private FreshMail() {}
}
