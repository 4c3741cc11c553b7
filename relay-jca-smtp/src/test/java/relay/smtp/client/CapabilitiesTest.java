package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.smtp.Reply;

class CapabilitiesTest {
    @Test
    void knowsWhatIsOffered() {
        Capabilities all = of(
                "PIPELINING",
                "8BITMIME",
                "SMTPUTF8",
                "DSN",
                "STARTTLS",
                "ENHANCEDSTATUSCODES",
                "SIZE 1000",
                "CHUNKING");
        assertThat(List.of(
                        all.pipelining(),
                        all.eightBitMime(),
                        all.smtpUtf8(),
                        all.dsn(),
                        all.startTls(),
                        all.enhancedStatusCodes(),
                        all.size()))
                .containsOnly(true);
        assertThat(all.maxSize()).isEqualTo(1000);
    }

    @Test
    void knowsNothingAfterHelo() {
        Capabilities none = Capabilities.NONE;
        assertThat(List.of(
                        none.pipelining(),
                        none.eightBitMime(),
                        none.smtpUtf8(),
                        none.dsn(),
                        none.startTls(),
                        none.enhancedStatusCodes(),
                        none.size()))
                .containsOnly(false);
        assertThat(none.maxSize()).isEqualTo(Long.MAX_VALUE);
        assertThat(none.mechanisms()).isEmpty();
    }

    @Test
    void takesTheFirstLineForAName() {
        Capabilities capabilities = Capabilities.of(new Reply(250, null, List.of("PIPELINING", "DSN")));
        assertThat(capabilities.pipelining()).isFalse();
        assertThat(capabilities.dsn()).isTrue();
    }

    @Test
    void readsKeywordsInAnyCase() {
        assertThat(of("pipelining").pipelining()).isTrue();
        assertThat(of("Auth plain Login").mechanisms()).containsExactlyInAnyOrder("PLAIN", "LOGIN");
    }

    @Test
    void joinsBothFormsOfAuth() {
        assertThat(of("AUTH SCRAM-SHA-256", "AUTH=PLAIN LOGIN").mechanisms())
                .containsExactlyInAnyOrder("SCRAM-SHA-256", "PLAIN", "LOGIN");
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE, 9223372036854775807",
        "SIZE 0, 9223372036854775807",
        "SIZE x, 9223372036854775807",
        "SIZE -5, 9223372036854775807",
        "SIZE 99999999999999999999999, 9223372036854775807",
        "SIZE 35882577, 35882577",
    })
    void readsTheSizeLimit(String line, long limit) {
        assertThat(of(line).maxSize()).isEqualTo(limit);
    }

    @Test
    void toleratesEmptyLines() {
        assertThat(of("", " ", "DSN").dsn()).isTrue();
    }

    private static Capabilities of(String... lines) {
        List<String> all = new ArrayList<>(List.of("mx.test"));
        all.addAll(List.of(lines));
        return Capabilities.of(new Reply(250, null, all));
    }
}
