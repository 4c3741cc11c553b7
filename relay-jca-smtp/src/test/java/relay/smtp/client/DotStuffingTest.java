package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotStuffingTest {
    private static final String[] PIECES = {".", "..", "\r\n", "\r\n.", "a", "a.b", ".\r\n", "\u00fc", " "};

    /** What each content becomes; R and N stand for CR and LF. */
    @ParameterizedTest
    @CsvSource({
        "'', .RN",
        "aRN, aRN.RN",
        "a, aRN.RN",
        ".RN, ..RN.RN",
        "., ..RN.RN",
        "a.bRN, a.bRN.RN",
        "aRN.RN, aRN..RN.RN",
        "aRN.bRN..RN, aRN..bRN...RN.RN",
        "RNRN, RNRN.RN",
    })
    void doublesADotThatBeginsALineAndEndsWithOne(String content, String expected) {
        assertThat(stuffed(marked(content))).isEqualTo(marked(expected));
    }

    @Test
    void doesTheSameInAnyChunks() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            String content = content(random);
            assertThat(stuffedInChunks(content, random)).as("seed %d", seed).isEqualTo(expected(content));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aNbRN", "aRbRN", "N", "R", "aRNN.RN", "aRRN", "aRN.N", "aRN.R", "RNR"})
    void seesBareLineEndsInAnyChunks(String content) {
        String text = marked(content);
        for (int seed = 0; seed < 20; seed++) {
            DotStuffing stuffing = new DotStuffing();
            run(stuffing, text, new Random(seed));
            assertThat(stuffing.sawBareLineEnd()).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void doublesNoDotAfterABareLf() {
        assertThat(stuffed("a\n.\r\n")).isEqualTo("a\n.\r\n.\r\n");
    }

    @Test
    void seesNoBareLineEndInCrlf() {
        DotStuffing stuffing = new DotStuffing();
        run(stuffing, "a\r\n\r\n.\r\n", new Random(1));
        assertThat(stuffing.sawBareLineEnd()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {".RN", ".", "N.", "RN.", ".N"})
    void fitsIntoItsRoom(String unit) {
        String content = marked(unit).repeat(1000);
        for (int length = 0; length < content.length(); length++) {
            byte[] bytes = latin1(content.substring(0, length));
            DotStuffing stuffing = new DotStuffing();
            byte[] out = new byte[DotStuffing.room(length)];
            assertThat(stuffing.end(out, stuffing.stuff(bytes, length, out))).isLessThanOrEqualTo(out.length);
        }
    }

    private static String content(Random random) {
        StringBuilder content = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            content.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return content.toString();
    }

    /** The rule in other words: RFC 5321, section 4.5.2, line by line. */
    private static String expected(String content) {
        StringBuilder expected = new StringBuilder();
        String whole = content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n";
        for (String line : whole.split("(?<=\r\n)", -1)) {
            expected.append(line.startsWith(".") ? "." + line : line);
        }
        return expected.append(".\r\n").toString();
    }

    private static String stuffed(String content) {
        byte[] bytes = latin1(content);
        DotStuffing stuffing = new DotStuffing();
        byte[] out = new byte[DotStuffing.room(bytes.length)];
        int length = stuffing.end(out, stuffing.stuff(bytes, bytes.length, out));
        return new String(out, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static String stuffedInChunks(String content, Random random) {
        return run(new DotStuffing(), content, random);
    }

    private static String run(DotStuffing stuffing, String content, Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] bytes = latin1(content);
        int from = 0;
        while (from < bytes.length) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(5)));
            byte[] out = new byte[DotStuffing.room(chunk.length)];
            all.write(out, 0, stuffing.stuff(chunk, chunk.length, out));
            from += chunk.length;
        }
        byte[] ending = new byte[DotStuffing.room(0)];
        all.write(ending, 0, stuffing.end(ending, 0));
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String marked(String text) {
        return text.replace("R", "\r").replace("N", "\n");
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
