package relay.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class LineFramerTest {
    private final LineFramer framer = new LineFramer(10);

    @Test
    void cutsAtEachLineEnd() {
        ByteBuf in = Unpooled.copiedBuffer("one\r\ntwo\r\nth", UTF_8);
        assertThat(framer.next(in).text()).isEqualTo("one");
        assertThat(framer.next(in).text()).isEqualTo("two");
        assertThat(framer.next(in)).isNull();
        assertThat(framer.next(Unpooled.copiedBuffer("ree\r\n", UTF_8)).text()).isEqualTo("three");
    }

    @Test
    void countsTheOctetsOfALine() {
        assertThat(next("\u00fc\r\n").octets()).isEqualTo(4);
    }

    @Test
    void refusesALineThatIsTooLongOnceAndGoesOnAfterIt() {
        ByteBuf in = Unpooled.copiedBuffer("0123456789", UTF_8);
        assertThat(framer.next(in)).isNull();
        assertThat(framer.next(Unpooled.copiedBuffer("x".repeat(100), UTF_8))).isNull();
        ByteBuf rest = Unpooled.copiedBuffer("\r\nok\r\n", UTF_8);
        assertThat(framer.next(rest).fault()).isEqualTo(Replies.LINE_TOO_LONG);
        assertThat(framer.next(rest).text()).isEqualTo("ok");
    }

    @Test
    void refusesBareLineEnds() {
        assertThat(next("a\n").fault()).isEqualTo(Replies.LINE_NOT_CRLF);
        assertThat(next("\n").fault()).isEqualTo(Replies.LINE_NOT_CRLF);
        assertThat(next("a\rb\r\n").fault()).isEqualTo(Replies.LINE_NOT_CRLF);
        assertThat(next("a\r\r\n").fault()).isEqualTo(Replies.LINE_NOT_CRLF);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThat(framer.next(Unpooled.copiedBuffer("\u00ff\r\n", ISO_8859_1))
                        .fault()
                        .code())
                .isEqualTo(500);
    }

    private Line next(String text) {
        return framer.next(Unpooled.copiedBuffer(text, UTF_8));
    }
}
