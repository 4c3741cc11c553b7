package relay.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static relay.dkim.Messages.bytes;
import static relay.dkim.Messages.hash;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyHashTest {
    private static final String EMPTY_RELAXED = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static final String EMPTY_SIMPLE = "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=";

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n\r\n"})
    void hashesNothingAsRfc6376Says(String body) {
        assertThat(base64(hash(BodyHash.relaxed(), bytes(body)))).isEqualTo(EMPTY_RELAXED);
        assertThat(base64(hash(simple(), bytes(body)))).isEqualTo(EMPTY_SIMPLE);
    }

    @Test
    void takesABodyOfBlanksForAnEmptyOne() {
        assertThat(base64(hash(BodyHash.relaxed(), bytes(" \t\r\n  \r\n\t")))).isEqualTo(EMPTY_RELAXED);
    }

    @Test
    void canonicalizesTheExampleOfRfc6376() {
        byte[] body = bytes(" C \r\nD \t E\r\n\r\n\r\n");

        assertThat(hash(BodyHash.relaxed(), body)).isEqualTo(sha256(" C\r\nD E\r\n"));
        assertThat(hash(simple(), body)).isEqualTo(sha256(" C \r\nD \t E\r\n"));
    }

    @Test
    void addsTheLineEndThatTheLastLineLacks() {
        assertThat(hash(BodyHash.relaxed(), bytes("a"))).isEqualTo(sha256("a\r\n"));
        assertThat(hash(BodyHash.relaxed(), bytes("a \t"))).isEqualTo(sha256("a\r\n"));
        assertThat(hash(simple(), bytes("a \t"))).isEqualTo(sha256("a \t\r\n"));
    }

    @Test
    void takesBareReturnsAndLineFeedsForContent() {
        assertThat(hash(BodyHash.relaxed(), bytes("a \r b\n \nc\r"))).isEqualTo(sha256("a \r b\n \nc\r\r\n"));
        assertThat(hash(BodyHash.relaxed(), bytes("\r\r\n\r\n"))).isEqualTo(sha256("\r\r\n"));
    }

    @Test
    void hashesEveryChunkingAlike() {
        for (long seed = 0; seed < 300; seed++) {
            byte[] body = bytes(Messages.body(new Random(seed)));
            for (Canonicalization how : Canonicalization.values()) {
                byte[] expected = sha256(canonical(body, how));
                for (int size = 1; size <= body.length; size++) {
                    assertThat(inPieces(body, size, how))
                            .as("seed %d in pieces of %d", seed, size)
                            .isEqualTo(expected);
                }
                assertThat(hash(BodyHash.of(how, Long.MAX_VALUE), body)).isEqualTo(expected);
            }
        }
    }

    @Test
    void hashesEveryCutIntoTwoAlike() {
        byte[] body = bytes("a  b \r\n\r\n\t c\r\r\n \r\nd\r\n\r\n");
        byte[] expected = hash(BodyHash.relaxed(), body);
        for (int cut = 0; cut <= body.length; cut++) {
            BodyHash hash = BodyHash.relaxed();
            hash.feed(body, 0, cut);
            hash.feed(body, cut, body.length - cut);
            assertThat(hash.finish()).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void hashesBodiesLargerThanItsBuffer() {
        String line = "x".repeat(997) + "\r\n";
        byte[] body = bytes(line.repeat(50) + "y".repeat(20_000) + "\r\n");

        assertThat(hash(BodyHash.relaxed(), body)).isEqualTo(sha256(new String(body, ISO_8859_1)));
    }

    @Test
    void hashesNoMoreThanItsLimit() {
        byte[] body = bytes("a  b\r\ncdef\r\n");
        BodyHash hash = BodyHash.of(Canonicalization.RELAXED, 4);

        assertThat(hash(hash, body)).isEqualTo(sha256("a b\r"));
        assertThat(hash.length()).isEqualTo(11);
        assertThat(hash(BodyHash.of(Canonicalization.RELAXED, 0), body)).isEqualTo(sha256(""));
        assertThat(hash(BodyHash.of(Canonicalization.RELAXED, 99), body)).isEqualTo(sha256("a b\r\ncdef\r\n"));
    }

    @Test
    void isFinishedOnce() {
        BodyHash hash = BodyHash.relaxed();
        hash.finish();

        assertThatIllegalStateException().isThrownBy(hash::finish);
        assertThatIllegalStateException().isThrownBy(() -> hash.feed(new byte[1], 0, 1));
    }

    private static byte[] inPieces(byte[] body, int size, Canonicalization how) {
        BodyHash hash = BodyHash.of(how, Long.MAX_VALUE);
        for (int i = 0; i < body.length; i += size) {
            hash.feed(body, i, Math.min(size, body.length - i));
        }
        return hash.finish();
    }

    /** The rules of RFC 6376, sections 3.4.3 and 3.4.4, word by word. */
    private static String canonical(byte[] body, Canonicalization how) {
        String text = new String(body, ISO_8859_1);
        if (how == Canonicalization.RELAXED) {
            text = text.replaceAll("[ \t]+(?=\r\n|\\z)", "").replaceAll("[ \t]+", " ");
        }
        text = text.replaceAll("(\r\n)*\\z", "");
        return text.isEmpty() && how == Canonicalization.RELAXED ? "" : text + "\r\n";
    }

    private static BodyHash simple() {
        return BodyHash.of(Canonicalization.SIMPLE, Long.MAX_VALUE);
    }

    private static byte[] sha256(String text) {
        return SigningKey.hash(bytes(text), text.length());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
