package relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {
    @Test
    void readsAnIdentifier() {
        assertThat(MessageId.parse(" <abc.1@host.test> ")).hasValue(new MessageId("abc.1", "host.test"));
        assertThat(MessageId.parse("<\"a@b\"@host.test>"))
                .map(MessageId::toString)
                .hasValue("<\"a@b\"@host.test>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", "<@>", "<a@>", "<@b>", "a@b", "<ab>", "<a b@c>", "<a@b> <c@d>", "<a\0@b>"})
    void refusesWhatIsNone(String value) {
        assertThat(MessageId.parse(value)).isEmpty();
    }

    @Test
    void refusesOneThatFitsNoLine() {
        assertThat(MessageId.parse("<" + "a".repeat(990) + "@b>")).isEmpty();
    }

    @Test
    void writesDatesInUtc() {
        assertThat(MailDate.format(Instant.parse("2026-09-01T07:08:09.5Z")))
                .isEqualTo("Tue, 1 Sep 2026 07:08:09 +0000");
    }
}
