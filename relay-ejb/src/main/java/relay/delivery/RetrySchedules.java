package relay.delivery;

import java.time.Duration;
import java.util.List;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.queue.Precedence;

/**
 * When to try again, for each stream.
 *
 * @param transactional of mail that one person waits for
 * @param broadcast of mail to many
 * @param greylistDelay longest wait after a refusal that asks us to come back without saying when
 */
public record RetrySchedules(RetrySchedule transactional, RetrySchedule broadcast, Duration greylistDelay) {
    public static final Duration DEFAULT_GREYLIST_DELAY = Duration.ofMinutes(5);

    /** What the settings say. */
    public static RetrySchedules of(Configuration configuration) {
        List<Duration> waits = configuration.get(Settings.RETRY_SCHEDULE);
        return new RetrySchedules(
                schedule(
                        configuration,
                        configuration
                                .find(Settings.RETRY_SCHEDULE_TRANSACTIONAL)
                                .orElse(waits)),
                schedule(
                        configuration,
                        configuration.find(Settings.RETRY_SCHEDULE_BROADCAST).orElse(waits)),
                configuration.get(Settings.GREYLIST_DELAY));
    }

    private static RetrySchedule schedule(Configuration configuration, List<Duration> waits) {
        return new RetrySchedule(
                waits,
                configuration.get(Settings.RETRY_LIFETIME),
                configuration.get(Settings.RETRY_JITTER_PERCENT) / 100.0);
    }

    /** The same for both. */
    static RetrySchedules ofEach(RetrySchedule schedule) {
        return new RetrySchedules(schedule, schedule, DEFAULT_GREYLIST_DELAY);
    }

    /** The schedule of a stream. */
    RetrySchedule of(Precedence stream) {
        return stream == Precedence.BROADCAST ? broadcast : transactional;
    }
}
