package relay.retention;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The one step of the retention job. */
@Named
@Dependent
public class RetentionBatchlet extends AbstractBatchlet {
    @Inject
    private RetentionBean retention;

    private volatile boolean stopping;

    @Override
    public String process() {
        int removed = 0;
        int last = 1;
        while (!stopping && last > 0) {
            last = retention.sweep();
            removed += last;
        }
        return "REMOVED " + removed;
    }

    @Override
    public void stop() {
        stopping = true;
    }
}
