package relay.dkim;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import relay.bench.SampleMail;
import relay.bench.Timed;

/** The hash of a body in relaxed form, as it is taken when a message is recorded. */
public class BodyHashBenchmark extends Timed {
    @Param({"4096", "51200"})
    private int octets;

    private byte[] body;

    @Setup
    public void write() {
        body = SampleMail.body(octets);
    }

    @Benchmark
    public byte[] relaxed() {
        BodyHash hash = BodyHash.relaxed();
        hash.feed(body, 0, body.length);
        return hash.finish();
    }
}
