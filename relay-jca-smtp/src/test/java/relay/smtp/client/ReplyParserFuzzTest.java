package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import relay.smtp.Reply;

/** Whatever a peer says becomes replies within the limits, or one clear refusal. */
class ReplyParserFuzzTest {
    private static final ClientSettings.ReplyLimits LIMITS = new ClientSettings.ReplyLimits(10, 512, 2048);

    @FuzzTest
    void readsRepliesOrRefuses(FuzzedDataProvider data) {
        ReplyParser parser = new ReplyParser(LIMITS);
        try {
            while (data.remainingBytes() > 0) {
                readAll(parser, ByteBuffer.wrap(data.consumeBytes(data.consumeInt(1, 600))));
            }
        } catch (MalformedReplyException e) {
            assertThat(e).hasMessageMatching("not an SMTP reply: .{0,201}|reply .*");
        }
    }

    private static void readAll(ReplyParser parser, ByteBuffer bytes) throws MalformedReplyException {
        Reply reply = parser.next(bytes);
        while (reply != null) {
            assertThat(reply.lines()).hasSizeLessThanOrEqualTo(LIMITS.lines());
            assertThat(reply.toString().chars()).noneMatch(Character::isISOControl);
            Capabilities.of(reply).maxSize();
            reply = parser.next(bytes);
        }
        assertThat(bytes.hasRemaining()).isFalse();
    }
}
