package relay.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsPolicyTest {
    private static final String EXAMPLE =
            "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmax_age: 604800\r\n";

    @Test
    void readsTheExampleOfTheRfc() {
        StsPolicy policy = StsPolicy.parse(EXAMPLE);
        assertThat(policy.mode()).isEqualTo(StsPolicy.Mode.ENFORCE);
        assertThat(policy.hosts()).containsExactly("mail.example.com", "*.example.net");
        assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void survivesBeingWrittenDown() {
        StsPolicy policy = StsPolicy.parse(EXAMPLE);
        assertThat(StsPolicy.parse(String.join("\n", policy.lines()))).isEqualTo(policy);
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, true",
        "MAIL.example.com., true",
        "mx1.example.net, true",
        "example.net, false",
        "a.b.example.net, false",
        "mail.example.org, false",
        "xexample.net, false",
    })
    void namesHostsByPattern(String host, boolean named) {
        assertThat(StsPolicy.parse(EXAMPLE).names(host)).isEqualTo(named);
    }

    @Test
    void limitsTheAgeToAYear() {
        assertThat(StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 9999999999")
                        .maxAge())
                .isEqualTo(Duration.ofHours(8766));
    }

    @Test
    void ignoresUnknownKeysAndRepetitions() {
        StsPolicy policy =
                StsPolicy.parse("version: STSv1\nmode: testing\nmode: enforce\nmx: a.example\nmax_age: 1\nnew: x\n");
        assertThat(policy.mode()).isEqualTo(StsPolicy.Mode.TESTING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode: enforce,mx: a.example,max_age: 1 | its version is not STSv1",
                "version: STSv1,mode: strict,mx: a.example,max_age: 1 | its mode is neither",
                "version: STSv1,mode: enforce,max_age: 1 | it names no mx",
                "version: STSv1,mode: enforce,mx: a.example | its max_age is no number",
                "version: STSv1,mode: enforce,mx: a.example,max_age: -1 | its max_age is no number",
                "version: STSv1,mode: enforce,mx: *,max_age: 1 | an mx that is no name",
                "version: STSv1,mode: enforce,mx: a.*.example,max_age: 1 | an mx that is no name",
                "<html> | a line without a colon",
            })
    void refusesWhatIsNoPolicy(String lines, String why) {
        assertThatThrownBy(() -> StsPolicy.parse(lines.replace(',', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
