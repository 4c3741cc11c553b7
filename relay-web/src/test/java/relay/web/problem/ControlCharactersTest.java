package relay.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlCharactersTest {
    @Test
    void areFoundInAnyValue() {
        assertThat(hasControl("plain", "Grüße")).isFalse();
        assertThat(hasControl("plain", "a\u0000b")).isTrue();
        assertThat(hasControl("a\u0085", "plain")).isTrue();
    }

    private static boolean hasControl(String one, String other) {
        return ControlCharacters.hasAny(
                new MultivaluedHashMap<>(Map.of("one", one, "other", other)), Character::isISOControl);
    }
}
