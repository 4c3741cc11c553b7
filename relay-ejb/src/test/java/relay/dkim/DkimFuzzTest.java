package relay.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static relay.dkim.Messages.bytes;
import static relay.dkim.Messages.hash;
import static relay.dkim.Messages.verify;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import relay.message.HeaderText;
import relay.message.MessageHeader;

/** Whatever comes, it is judged within bounds. {@code JAZZER_FUZZ=1} searches for new inputs. */
class DkimFuzzTest {
    private static final KeyLookup KEYS = TestKeys.published();

    @FuzzTest
    void anySignatureIsReadOrRefused(byte[] value) {
        try {
            DkimSignature signature = DkimSignature.parse(HeaderText.decode(value, 0, value.length));
            assertThat(signature.keyName()).matches("[A-Za-z0-9_.-]+");
        } catch (MalformedTagsException documented) {
            assertThat(documented.getMessage()).matches("[ -~]{1,300}");
        }
    }

    @FuzzTest
    void anyKeyRecordIsReadOrRefused(byte[] value) {
        try {
            DkimKeyRecord record = DkimKeyRecord.parse(HeaderText.decode(value, 0, value.length));
            assertThat(record.algorithm()).isNotNull();
        } catch (MalformedTagsException documented) {
            assertThat(documented.getMessage()).matches("[ -~]{1,300}");
        }
    }

    @FuzzTest
    void anySignatureFieldIsJudged(byte[] value) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(bytes("DKIM-Signature:"));
        message.writeBytes(value);
        message.writeBytes(bytes("\r\nFrom: joe@example.org\r\n\r\nbody\r\n"));

        assertThat(verify(message.toByteArray(), KEYS)).hasSizeBetween(1, 9);
    }

    @FuzzTest
    void whatIsSignedVerifies(byte[] message) {
        if (!MessageHeader.parse(message).exceedsLimits()) {
            List<DkimResult> results = verify(Messages.signed(separated(message), List.of(TestKeys.ED25519_KEY)), KEYS);

            assertThat(results.get(0).reason()).isEmpty();
        }
    }

    /** As submission leaves it: a header of fields with CRLF, then the empty line. */
    private static byte[] separated(byte[] message) {
        MessageHeader header = MessageHeader.parse(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header.fields().forEach(f -> f.appendTo(out));
        out.writeBytes(bytes("\r\n"));
        out.write(message, header.bodyOffset(), message.length - header.bodyOffset());
        return out.toByteArray();
    }

    @FuzzTest
    void bodiesHashAlikeInAnyPieces(byte[] body) {
        for (Canonicalization how : Canonicalization.values()) {
            BodyHash pieces = BodyHash.of(how, Long.MAX_VALUE);
            for (int i = 0; i < body.length; i++) {
                pieces.feed(body, i, 1);
            }
            assertThat(hash(BodyHash.of(how, Long.MAX_VALUE), body)).isEqualTo(pieces.finish());
        }
    }

    @FuzzTest
    void aCanonicalBodyIsItsOwnCanonicalForm(byte[] body) {
        String canonical = new String(body, ISO_8859_1)
                .replaceAll("[ \t]+(?=\r\n|\\z)", "")
                .replaceAll("[ \t]+", " ")
                .replaceAll("(\r\n)*+\\z", "");

        assertThat(hash(BodyHash.relaxed(), bytes(canonical))).isEqualTo(hash(BodyHash.relaxed(), body));
    }
}
