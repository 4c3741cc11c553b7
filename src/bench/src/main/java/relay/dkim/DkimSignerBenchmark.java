package relay.dkim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import relay.bench.SampleMail;
import relay.bench.Timed;

/** A signature of one key with the fastest provider that works here, the body hash being known. Says which one it is. */
public class DkimSignerBenchmark extends Timed {
    private static final byte[] HEADER = SampleMail.HEADER.getBytes(US_ASCII);

    private final DkimSigner signer = DkimSigner.withoutExpiry();
    private final byte[] bodyHash = new byte[BodyHash.LENGTH];

    @Param
    private DkimAlgorithm algorithm;

    private List<SigningKey> keys;

    @Setup
    public void generate() {
        System.out.println("Provider: " + SignatureProvider.fastest());
        keys = List.of(DkimKeyPair.generate(algorithm).signingKey("sender.example", "selector"));
    }

    @Benchmark
    public byte[] sign() {
        return signer.sign(HEADER, bodyHash, keys, SampleMail.NOW);
    }
}
