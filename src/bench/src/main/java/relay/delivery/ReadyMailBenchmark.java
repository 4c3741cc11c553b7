package relay.delivery;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import relay.bench.Timed;

/** Which delivery is next, while 100,000 of 5 tenants with 100 campaigns each are ready. */
public class ReadyMailBenchmark extends Timed {
    private static final int COUNT = 100_000;

    private final List<Delivery> deliveries = SampleDeliveries.of(COUNT);
    private ReadyMail ready;

    @Setup
    public void fill() {
        ready = filled();
    }

    private ReadyMail filled() {
        ReadyMail mail = new ReadyMail(tenant -> 1);
        deliveries.forEach(mail::add);
        return mail;
    }

    /** One goes, and another one like it comes. */
    @Benchmark
    public Delivery pollAndAdd() {
        Delivery next = ready.poll(any -> true);
        ready.add(next);
        return next;
    }

    /** All come, and all go; for each of them. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public List<Delivery> fillAndDrain() {
        return filled().drain();
    }
}
