package relay.smtp.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 4013, section 3, and their like. */
class SaslPrepTest {
    @ParameterizedTest
    @CsvSource({"I\u00adX, IX", "user, user", "USER, USER", "\u00aa, a", "\u2168, IX", "a\u00a0b, a b", "\u200bx, ' x'"
    })
    void unifiesWhatLooksTheSame(String given, String prepared) {
        assertThat(SaslPrep.prepare(given)).contains(prepared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "a\u0085b", "\u2028", "\ue000", "\u202e", "\ufffd"})
    void refusesWhatIsProhibited(String given) {
        assertThat(SaslPrep.prepare(given)).isEmpty();
    }

    @Test
    void leavesCharactersBeyondTheBasicPlaneAlone() {
        assertThat(SaslPrep.prepare("\ud83d\udd11")).contains("\ud83d\udd11");
    }
}
