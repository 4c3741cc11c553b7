package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.Reply;

class ReplyParserTest {
    private final ReplyParser parser = new ReplyParser(new ClientSettings.ReplyLimits(5, 512, 1024));

    @Test
    void readsOneLine() throws MalformedReplyException {
        assertThat(parse("220 mx.example.org ESMTP\r\n")).containsExactly(Reply.of(220, "mx.example.org ESMTP"));
    }

    @Test
    void readsSeveralLines() throws MalformedReplyException {
        assertThat(parse("250-mx\r\n250-SIZE 1000\r\n250 DSN\r\n"))
                .containsExactly(new Reply(250, null, List.of("mx", "SIZE 1000", "DSN")));
    }

    @Test
    void readsSeveralReplies() throws MalformedReplyException {
        assertThat(parse("250 one\r\n354 two\r\n")).containsExactly(Reply.of(250, "one"), Reply.of(354, "two"));
    }

    @Test
    void leavesWhatFollowsAReplyUnread() throws MalformedReplyException {
        ByteBuffer bytes = bytes("220 go\r\n250 injected");
        assertThat(parser.next(bytes)).isEqualTo(Reply.of(220, "go"));
        assertThat(bytes.remaining()).isEqualTo("250 injected".length());
    }

    @Test
    void takesTheEnhancedCodeOffEveryLine() throws MalformedReplyException {
        assertThat(parse("550-5.1.1 no such\r\n550 5.1.1 user\r\n"))
                .containsExactly(new Reply(550, "5.1.1", List.of("no such", "user")));
    }

    @Test
    void leavesLinesWithoutTheEnhancedCodeAsTheyAre() throws MalformedReplyException {
        assertThat(parse("550-5.1.1 no such\r\n550 5.7.1 user\r\n"))
                .containsExactly(new Reply(550, "5.1.1", List.of("no such", "5.7.1 user")));
    }

    @Test
    void takesAnEnhancedCodeWithoutText() throws MalformedReplyException {
        assertThat(parse("250 2.0.0\r\n")).containsExactly(Reply.of(250, "2.0.0", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5.1.1 of another class", "2.1 too short", "2.1.1234 too long", "2.1.1. dotted", "2.0.0text", "2"
            })
    void takesNoEnhancedCodeThatIsNone(String text) throws MalformedReplyException {
        assertThat(parse("250 " + text + "\r\n")).containsExactly(Reply.of(250, text));
    }

    @Test
    void takesABareLfForALineEnd() throws MalformedReplyException {
        assertThat(parse("250-a\n250 b\n")).containsExactly(new Reply(250, null, List.of("a", "b")));
    }

    @Test
    void takesACodeWithoutText() throws MalformedReplyException {
        assertThat(parse("250\r\n354 \r\n")).containsExactly(Reply.of(250, ""), Reply.of(354, ""));
    }

    @Test
    void readsUtf8AndReplacesControlCharacters() throws MalformedReplyException {
        assertThat(parse("250 Grüße\u0007\t\u0000\u001b[31m\r\n")).containsExactly(Reply.of(250, "Grüße? ??[31m"));
    }

    @Test
    void replacesBytesThatAreNoUtf8() throws MalformedReplyException {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {'2', '5', '0', ' ', (byte) 0xff, (byte) 0xc0, '\r', '\n'});
        assertThat(parser.next(bytes)).isEqualTo(Reply.of(250, "??"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2", "25", "hello", "150 x", "600 x", "2x0 x", "250x", "250+x", " 250 x", "HTTP/1.1 400 Bad"
            })
    void refusesWhatIsNoReply(String line) {
        assertThatThrownBy(() -> parse(line + "\r\n"))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessage("not an SMTP reply: " + line);
    }

    @Test
    void refusesCodesThatDiffer() {
        assertThatThrownBy(() -> parse("250-a\r\n550 b\r\n")).hasMessage("reply codes differ: 250 and 550");
    }

    @Test
    void boundsALine() throws MalformedReplyException {
        assertThat(parse("250 " + "x".repeat(508) + "\r\n")).hasSize(1);
        assertThatThrownBy(() -> parse("250 " + "x".repeat(510))).hasMessage("reply line longer than 512 bytes");
    }

    @Test
    void boundsTheLines() throws MalformedReplyException {
        assertThat(parse("250-x\r\n".repeat(4) + "250 x\r\n")).hasSize(1);
        assertThatThrownBy(() -> parse("250-x\r\n".repeat(6))).hasMessage("reply of more than 5 lines");
    }

    @Test
    void boundsTheBytesOfAReply() {
        String line = "250-" + "x".repeat(400) + "\r\n";
        assertThatThrownBy(() -> parse(line.repeat(3))).hasMessage("reply longer than 1024 bytes");
    }

    @Test
    void countsTheBytesOfEachReplyAfresh() throws MalformedReplyException {
        assertThat(parse(("250 " + "x".repeat(400) + "\r\n").repeat(10))).hasSize(10);
    }

    @Test
    void readsTheSameInAnyChunks() throws MalformedReplyException {
        String replies = "220 mx\r\n250-a\r\n250-b\n250 c\r\n550-5.1.1 no\r\n550 5.1.1 user\r\n354 go\r\n";
        List<Reply> whole = parse(replies);
        for (int seed = 0; seed < 200; seed++) {
            assertThat(parseInChunks(replies, new Random(seed)))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    private List<Reply> parseInChunks(String text, Random random) throws MalformedReplyException {
        List<Reply> replies = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(9));
            replies.addAll(parse(text.substring(from, to)));
            from = to;
        }
        return replies;
    }

    private List<Reply> parse(String text) throws MalformedReplyException {
        List<Reply> replies = new ArrayList<>();
        ByteBuffer bytes = bytes(text);
        Reply reply = parser.next(bytes);
        while (reply != null) {
            replies.add(reply);
            reply = parser.next(bytes);
        }
        return replies;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
