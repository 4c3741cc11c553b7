package relay.retention;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the retention job every hour. */
@Singleton
public class RetentionTimer {
    private static final Logger LOG = Logger.getLogger(RetentionTimer.class.getName());

    @Schedule(hour = "*", minute = "17", persistent = false)
    void start() {
        try {
            long execution = BatchRuntime.getJobOperator().start("retention", new Properties());
            LOG.log(Level.FINE, "event=retention-started execution={0}", execution);
        } catch (BatchRuntimeException e) {
            LOG.log(Level.WARNING, "event=retention-not-started", e);
        }
    }
}
