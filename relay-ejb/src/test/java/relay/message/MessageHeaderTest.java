package relay.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.message.MessageHeader.Ending;

class MessageHeaderTest {
    @Test
    void givesFieldsInOrderWithTheirBytes() {
        MessageHeader header = parse("From: a@b.test\r\nSUBJECT : folded\r\n\tvalue \r\n\r\nbody\r\n");

        assertThat(header.fields()).extracting(HeaderField::name).containsExactly("From", "SUBJECT");
        assertThat(header.fields().get(1).raw()).asString(ISO_8859_1).isEqualTo("SUBJECT : folded\r\n\tvalue \r\n");
        assertThat(header.first("subject"))
                .hasValueSatisfying(f -> assertThat(f.value()).isEqualTo("folded\tvalue"));
        assertThat(header.ending()).isEqualTo(Ending.SEPARATOR);
        assertThat(header.bodyOffset()).isEqualTo("From: a@b.test\r\nSUBJECT : folded\r\n\tvalue \r\n\r\n".length());
    }

    @Test
    void keepsRepeatedFieldsTopmostFirst() {
        MessageHeader header = parse("Received: one\r\nReceived: two\r\n\r\n");

        assertThat(header.all("received")).extracting(HeaderField::value).containsExactly("one", "two");
        assertThat(header.first("Received")).map(HeaderField::value).hasValue("one");
        assertThat(header.first("Receive")).isEmpty();
    }

    @Test
    void takesAMessageWithoutEmptyLineForHeaderOnly() {
        MessageHeader header = parse("Subject: a\r\nTo: b@c.test");

        assertThat(header.ending()).isEqualTo(Ending.END_OF_CONTENT);
        assertThat(header.first("To")).map(HeaderField::value).hasValue("b@c.test");
        assertThat(header.bodyOffset()).isEqualTo(24);
    }

    @Test
    void addsTheLineEndThatTheLastLineLacks() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parse("To: b@c.test").fields().get(0).appendTo(out);

        assertThat(out).asString().isEqualTo("To: b@c.test\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no colon here", ": no name", " starts folded", "Grüße: x", "a b: c", "From bob Sat Nov 21"})
    void endsTheHeaderAtALineThatIsNoField(String garbage) {
        MessageHeader header = parse("Subject: a\r\n" + (garbage.startsWith(" ") ? "" : garbage + "\r\nTo: x\r\n\r\n"));
        MessageHeader first = parse(garbage + "\r\nTo: x\r\n\r\n");

        assertThat(header.fields()).hasSize(1);
        assertThat(header.bodyOffset()).isEqualTo(12);
        assertThat(first.ending()).isEqualTo(Ending.NOT_A_FIELD);
        assertThat(first.bodyOffset()).isZero();
        assertThat(first.fields()).isEmpty();
    }

    @Test
    void hasNoFieldsWhenTheMessageBeginsWithTheEmptyLine() {
        assertThat(parse("\r\nSubject: body\r\n").bodyOffset()).isEqualTo(2);
        assertThat(parse("").ending()).isEqualTo(Ending.END_OF_CONTENT);
    }

    @Test
    void foldsOnLinesOfWhiteSpaceAlone() {
        MessageHeader header = parse("Subject: a\r\n \t \r\n b\r\n\r\n");

        assertThat(header.fields()).hasSize(1);
        assertThat(header.fields().get(0).value()).isEqualTo("a \t  b");
    }

    @Test
    void readsEightBitTextAsUtf8OrElseLatin1() {
        byte[] utf8 = "Subject: Grüße\r\n\r\n".getBytes(UTF_8);
        byte[] latin1 = "Subject: Grüße\r\n\r\n".getBytes(ISO_8859_1);

        assertThat(MessageHeader.parse(utf8).fields().get(0).value()).isEqualTo("Grüße");
        assertThat(MessageHeader.parse(latin1).fields().get(0).value()).isEqualTo("Grüße");
    }

    @Test
    void keepsNulsAndBareCarriageReturnsInsideAValue() {
        MessageHeader header = parse("Subject: a\0b\rc\r\n\r\n");

        assertThat(header.fields().get(0).value()).isEqualTo("a\0b\rc");
    }

    @Test
    void seesFieldsBehindBareLineFeeds() {
        MessageHeader header = parse("Subject: a\nBcc: hidden@b.test\n\nbody");

        assertThat(header.first("Bcc")).isPresent();
        assertThat(header.ending()).isEqualTo(Ending.SEPARATOR);
        assertThat(header.bodyOffset()).isEqualTo(31);
    }

    @Test
    void stopsAtTheLargestHeader() {
        MessageHeader long1 = MessageHeader.parse(bytes("A: " + "x".repeat(1_000_000)), new HeaderLimits(1_000, 10));
        MessageHeader many = MessageHeader.parse(bytes("A: x\r\n".repeat(11) + "\r\n"), new HeaderLimits(1_000, 10));
        MessageHeader fits = MessageHeader.parse(bytes("A: x\r\n".repeat(10) + "\r\n"), new HeaderLimits(1_000, 10));

        assertThat(long1.ending()).isEqualTo(Ending.TOO_LARGE);
        assertThat(long1.exceedsLimits()).isTrue();
        assertThat(many.ending()).isEqualTo(Ending.TOO_MANY_FIELDS);
        assertThat(many.fields()).hasSize(10);
        assertThat(fits.exceedsLimits()).isFalse();
    }

    @Test
    void readsOnlyTheHeaderRegionOfAStream() throws IOException {
        byte[] message = bytes("Subject: a\r\n\r\n" + "x".repeat(5_000_000));
        ByteArrayInputStream in = new ByteArrayInputStream(message);

        MessageHeader header = MessageHeader.read(in, HeaderLimits.ofDefaults());

        assertThat(header.bodyOffset()).isEqualTo(14);
        assertThat(in.available()).isGreaterThan(4_900_000);
    }

    @Test
    void readsTheSameFromAStreamThatTrickles() throws IOException {
        String fields = "X-Long: value\r\n\tfolded\r\n".repeat(900);
        byte[] message = bytes(fields + "\r\nbody");

        MessageHeader header = MessageHeader.read(trickle(message), HeaderLimits.ofDefaults());

        assertThat(header.fields()).hasSize(900);
        assertThat(header.bodyOffset()).isEqualTo(fields.length() + 2);
    }

    @Test
    void boundsWhatItReadsOfAnEndlessHeader() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes("X: y\r\n".repeat(500_000)));

        MessageHeader header = MessageHeader.read(in, new HeaderLimits(100_000, 1_000_000));

        assertThat(header.ending()).isEqualTo(Ending.TOO_LARGE);
        assertThat(in.available()).isGreaterThan(2_500_000);
    }

    @Test
    void refusesLimitsThatNoMessageCouldMeet() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HeaderLimits(10, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> new HeaderLimits(10_000, 0));
    }

    private static MessageHeader parse(String message) {
        return MessageHeader.parse(message.getBytes(UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static InputStream trickle(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, 7));
            }
        };
    }
}
