package relay.submission;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import relay.bench.SampleMail;
import relay.bench.Timed;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.Submission;

/** The header of a submitted message put right. */
public class HeaderFixUpsBenchmark extends Timed {
    private final HeaderFixUps fixUps = new HeaderFixUps("relay.example", SubmissionRules.ofDefaults());
    private final Submission submission = new Submission(
            Envelope.of("orders@sender.example", List.of("joe@example.com")),
            Content.of(SampleMail.message(4096)),
            SampleMail.peer(),
            SampleMail.ACCOUNT);

    @Benchmark
    public FixUp apply() throws IOException {
        return fixUps.apply(submission, SampleMail.QUEUE_ID, SampleMail.NOW);
    }
}
