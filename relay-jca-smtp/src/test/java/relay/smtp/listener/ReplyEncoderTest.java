package relay.smtp.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.smtp.Reply;

class ReplyEncoderTest {
    @Test
    void writesTheCodesOnEveryLine() {
        assertThat(encode(new Reply(550, "5.7.1", List.of("one", "two"))))
                .isEqualTo("550-5.7.1 one\r\n550 5.7.1 two\r\n");
        assertThat(encode(Reply.of(220, "relay.example"))).isEqualTo("220 relay.example\r\n");
    }

    @Test
    void letsNoTextBreakOutOfItsLine() {
        assertThat(encode(Reply.of(550, "5.7.1", "a\r\n250 ok\tb\u00fc"))).isEqualTo("550 5.7.1 a  250 ok b?\r\n");
    }

    @Test
    void cutsALineAtItsLimit() {
        assertThat(encode(Reply.of(550, "5.7.1", "x".repeat(600)))).hasSize(512);
    }

    @Test
    void leavesChallengesWhole() {
        assertThat(encode(Reply.of(334, "x".repeat(600)))).hasSize(606);
    }

    private static String encode(Reply reply) {
        return ReplyEncoder.encode(reply, UnpooledByteBufAllocator.DEFAULT).toString(StandardCharsets.US_ASCII);
    }
}
