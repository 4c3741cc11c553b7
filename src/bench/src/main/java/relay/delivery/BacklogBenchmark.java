package relay.delivery;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import relay.bench.Timed;
import relay.queue.QueueName;

/** Which queues to look into, among so many. */
public class BacklogBenchmark extends Timed {
    private final Backlog backlog = new Backlog();

    @Param({"500", "100000"})
    private int queues;

    private long now;

    @Setup
    public void note() {
        for (int i = 0; i < queues; i++) {
            String tenant = "tenant" + i % SampleDeliveries.TENANTS;
            backlog.note(QueueName.of("broadcast", tenant, "site" + i + ".example"), now++);
        }
    }

    /** As many as the database is asked for at once; each is due again after all others. */
    @Benchmark
    public List<QueueName> takeDueAndNoteAgain() {
        List<QueueName> due = backlog.takeDue(now, WaitingMail.MOST_QUEUES, any -> true);
        due.forEach(queue -> backlog.note(queue, now++));
        return due;
    }
}
