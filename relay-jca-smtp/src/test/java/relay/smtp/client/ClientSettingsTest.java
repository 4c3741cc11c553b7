package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
    private final ClientSettings settings = ClientSettings.ofDefaults("relay.test");

    @Test
    void waitsAsLongAsRfc5321Asks() {
        ClientSettings.Timeouts timeouts = settings.timeouts();
        assertThat(timeouts.greeting()).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.mail()).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.rcpt()).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.data()).isEqualTo(Duration.ofMinutes(2));
        assertThat(timeouts.block()).isEqualTo(Duration.ofMinutes(3));
        assertThat(timeouts.finalDot()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void changesOneThingAtATime() {
        Duration second = Duration.ofSeconds(1);
        ClientSettings changed = settings.withTimeouts(settings.timeouts().withConnect(second))
                .withBlockSize(2048)
                .withThreads(3)
                .withPipelineDepth(7)
                .withReplyLimits(new ClientSettings.ReplyLimits(1, 512, 512));
        assertThat(changed.timeouts().connect()).isEqualTo(second);
        assertThat(changed.timeouts().mail()).isEqualTo(Duration.ofMinutes(5));
        assertThat(changed.blockSize()).isEqualTo(2048);
        assertThat(changed.threads()).isEqualTo(3);
        assertThat(changed.pipelineDepth()).isEqualTo(7);
        assertThat(changed.replyLimits().lines()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nRSET", "büro"})
    void refusesANameThatCannotBeSaid(String name) {
        assertThatThrownBy(() -> ClientSettings.ofDefaults(name))
                .hasMessage("ehloName=" + name + ": must be a host name or an address literal");
    }

    @Test
    void refusesLimitsOutOfRange() {
        assertThatThrownBy(() -> settings.withBlockSize(1)).hasMessageStartingWith("blockSize=1: must be from 1024");
        assertThatThrownBy(() -> settings.withThreads(0)).hasMessage("threads=0: must be from 1 to 256");
        assertThatThrownBy(() -> settings.withPipelineDepth(0)).hasMessageStartingWith("pipelineDepth=0");
        assertThatThrownBy(() -> ClientSettings.Timeouts.ofEach(Duration.ZERO))
                .hasMessageContaining("must be positive");
        assertThatThrownBy(() -> ClientSettings.Timeouts.ofEach(Duration.ofDays(2)))
                .hasMessageContaining("at most a day");
    }
}
