package relay.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonInputTest {
    @Test
    void readsObjectsAndArrays() throws IOException {
        List<String> seen = new ArrayList<>();
        JsonInput in = in(" { \"a\" : [ \"x\" , true , null ] , \"b\" : 1.5e3, \"c\":{}, \"d\":[] } ");

        in.object(name -> {
            seen.add(name + " " + in.kind());
            if (name.equals("a")) {
                in.array(place -> {
                    seen.add(place + " " + in.kind());
                    in.skip();
                });
            } else {
                in.skip();
            }
        });
        in.end();

        assertThat(seen).containsExactly("a ARRAY", "0 TEXT", "1 TRUTH", "2 NULL", "b NUMBER", "c OBJECT", "d ARRAY");
    }

    @Test
    void resolvesEscapes() throws IOException {
        assertThat(in("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\uDE00ü😀\"").text(100))
                .isEqualTo("\"\\/\b\f\n\r\tä😀ü😀");
    }

    @Test
    void passesLongTextsOn() throws IOException {
        String text = "zwölf😀".repeat(10_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        in('"' + text + '"').text(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void decodesBase64OnTheWay() throws IOException {
        for (int length : new int[] {0, 1, 2, 3, 4, 57, 100_000}) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 7);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            String text = Base64.getMimeEncoder().encodeToString(bytes).replace("\r\n", "\\r\\n");

            in('"' + text + '"').base64(out);

            assertThat(out.toByteArray()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA", "AAA", "AA=", "AAAA=", "A===", "AA==A", "AA-_", "ä", "="})
    void refusesMalformedBase64(String text) {
        assertThatThrownBy(() -> in('"' + text + '"').base64(new ByteArrayOutputStream()))
                .isInstanceOf(MalformedJsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "[1,]",
                "[1 2]",
                "01",
                "1.",
                "-",
                "+1",
                "1e",
                "tru",
                "nul",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\n\"",
                "{} x",
                "NaN"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> {
                    JsonInput in = in(text);
                    in.skip();
                    in.end();
                })
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("at character");
    }

    @Test
    void refusesHalfCharacters() {
        assertThatThrownBy(() -> in("\"\\ud83d\"").text(10)).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> in("\"\\ud83dx\"").text(new ByteArrayOutputStream()))
                .isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> new JsonInput(new ByteArrayInputStream(new byte[] {'"', (byte) 0xC3, '"'})).text(10))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void refusesWhatWouldNeedMuchMemory() {
        assertThatThrownBy(() -> in("\"aaaa\"").text(3)).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> in("[".repeat(1_000_000)).skip()).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> in("9".repeat(200)).skip()).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> in("{\"a\":\"" + "x".repeat(100) + "\"}").verbatim(50))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void copiesAValueAsItWasWritten() throws IOException {
        assertThat(in(" {\"a\" : 1, \"b\":\"\\u0041\"} ").verbatim(100)).isEqualTo("{\"a\" : 1, \"b\":\"\\u0041\"}");
    }

    private static JsonInput in(String text) {
        return new JsonInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
