package relay.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Whatever comes, these parsers answer within bounds. {@code JAZZER_FUZZ=1} searches for new inputs. */
class MessageFuzzTest {
    private static final HeaderLimits LIMITS = new HeaderLimits(4_000, 50);

    @FuzzTest
    void headerAndBodyAreTheWholeMessage(byte[] message) throws IOException {
        MessageHeader header = MessageHeader.parse(message, LIMITS);
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        header.fields().forEach(f -> fields.writeBytes(f.raw()));

        byte[] region = Arrays.copyOf(message, header.bodyOffset());
        assertThat(header.fields()).hasSizeLessThanOrEqualTo(50);
        assertThat(new String(region, ISO_8859_1)).startsWith(fields.toString(ISO_8859_1));
        assertThat(region.length - fields.size()).isBetween(0, 2);
        assertThat(names(MessageHeader.read(new ByteArrayInputStream(message), LIMITS)))
                .isEqualTo(names(header));
    }

    private static List<String> names(MessageHeader header) {
        return header.fields().stream().map(HeaderField::toString).toList();
    }

    @FuzzTest
    void addressesThatAreReadAreReadAgain(byte[] bytes) {
        try {
            for (Mailbox mailbox : Mailboxes.parse(HeaderText.decode(bytes, 0, bytes.length))) {
                assertThat(mailbox.address().length()).isLessThanOrEqualTo(Mailboxes.MAX_ADDRESS);
                assertThat(Mailboxes.parse(mailbox.address())).containsExactly(new Mailbox("", mailbox.address()));
            }
        } catch (MalformedAddressException documented) {
            assertThat(documented).hasMessageContaining("at character");
        }
    }

    @FuzzTest
    void decodingEncodedWordsIsBounded(byte[] bytes) {
        String value = new String(bytes, ISO_8859_1);

        assertThat(EncodedWords.decode(value).length()).isLessThanOrEqualTo(2 * value.length());
        assertThat(HeaderText.printable(EncodedWords.decode(value), 20).length())
                .isLessThanOrEqualTo(20);
    }

    @FuzzTest
    void aMessageIdThatIsReadIsReadAgain(byte[] bytes) {
        MessageId.parse(HeaderText.decode(bytes, 0, bytes.length))
                .ifPresent(id -> assertThat(MessageId.parse(id.toString())).hasValue(id));
    }
}
