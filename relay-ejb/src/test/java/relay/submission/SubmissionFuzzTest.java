package relay.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static relay.submission.Submissions.HOST;
import static relay.submission.Submissions.NOW;
import static relay.submission.Submissions.QUEUE_ID;
import static relay.submission.Submissions.submitted;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import relay.message.MessageHeader;

/** Whatever a header holds, it is refused with words or put right. {@code JAZZER_FUZZ=1} searches for new inputs. */
class SubmissionFuzzTest {
    @FuzzTest
    void anyMessageIsRefusedOrPutRight(byte[] message) throws IOException {
        FixUp fixUp = new HeaderFixUps(HOST, SubmissionRules.ofDefaults())
                .apply(submitted(new String(message, UTF_8)), QUEUE_ID, NOW);

        if (fixUp instanceof FixUp.Accepted accepted) {
            MessageHeader header = MessageHeader.parse(accepted.header());
            assertThat(header.ending()).isEqualTo(MessageHeader.Ending.SEPARATOR);
            assertThat(header.bodyOffset()).isEqualTo(accepted.header().length);
            assertThat(header.first("Bcc")).isEmpty();
            assertThat(header.first("Date")).isPresent();
        } else {
            assertThat(((FixUp.Refused) fixUp).reply().text()).matches("[ -~]{1,480}");
        }
    }

    @FuzzTest
    void anyTextIsFlatJsonOrNot(byte[] text) {
        String json = new String(text, UTF_8);

        assertThat(FlatJson.isFlatObject(json)).isIn(true, false);
        assertThat(FlatJson.isFlatObject("{\"a\":" + json + "}"))
                .as("nesting")
                .isEqualTo(FlatJson.isFlatObject("{\"a\":" + json + " }"));
    }
}
