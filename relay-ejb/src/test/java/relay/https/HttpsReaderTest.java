package relay.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsReaderTest {
    private static HttpsAnswer read(String answer) throws IOException, HttpsFailure {
        return new HttpsReader(new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1)), 10).read();
    }

    private static String body(HttpsAnswer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsABodyOfKnownLength() throws Exception {
        HttpsAnswer answer = read(
                "HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello more");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.mediaType()).isEqualTo("text/plain");
        assertThat(body(answer)).isEqualTo("hello");
    }

    @Test
    void readsABodyInChunks() throws Exception {
        assertThat(body(read(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n")))
                .isEqualTo("hello");
    }

    @Test
    void readsABodyUntilTheEnd() throws Exception {
        assertThat(body(read("HTTP/1.0 200 OK\n\nhello"))).isEqualTo("hello");
    }

    @Test
    void passesOverInterimAnswers() throws Exception {
        assertThat(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\n\r\nhello world",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n123456789\r\n9\r\n123456789\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\n",
                "",
            })
    void refusesWhatIsTooMuchOrTooLittle(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(HttpsFailure.class);
    }
}
