package relay.smtp.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.smtp.testing.MxMoment.RCPT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScriptedMxTest {
    private static final String MESSAGE = """
            HELO client.test
            MAIL FROM:<alice@example.com>
            RCPT TO:<bob@example.org>
            DATA
            Subject: x

            ..a dot
            .
            QUIT
            """;

    @Test
    void keepsWhatItTakes() throws Exception {
        try (ScriptedMx mx = ScriptedMx.accepting()) {
            assertThat(codes(mx, MESSAGE)).containsExactly("220", "250", "250", "250", "354", "250", "221");
            ReceivedMessage message =
                    mx.awaitMessages(1, Duration.ofSeconds(30)).get(0);
            assertThat(message.reversePath()).isEqualTo("alice@example.com");
            assertThat(message.recipients()).containsExactly("bob@example.org");
            assertThat(message.text()).isEqualTo("Subject: x\r\n\r\n.a dot\r\n");
            assertThat(message.size()).isEqualTo(message.content().length);
            assertThat(message.session().commands()).contains("QUIT");
        }
    }

    @Test
    void keepsOnlySizesWhereAsked() throws Exception {
        try (ScriptedMx mx = ScriptedMx.script().keepingNoContent().start()) {
            codes(mx, MESSAGE);
            assertThat(mx.messages().get(0).content()).isEmpty();
            assertThat(mx.messages().get(0).size()).isEqualTo(22);
        }
    }

    @Test
    void changesItsMindWhileItRuns() throws Exception {
        try (ScriptedMx mx = ScriptedMx.accepting()) {
            mx.on(RCPT).of("bob@example.org").reply("450 4.2.1 busy");
            assertThat(codes(mx, MESSAGE)).startsWith("220", "250", "250", "450", "554");
            mx.acceptAllFromNowOn();
            assertThat(codes(mx, MESSAGE)).containsExactly("220", "250", "250", "250", "354", "250", "221");
        }
    }

    @Test
    void countsHowOftenARuleApplies() throws Exception {
        try (ScriptedMx mx = ScriptedMx.script()
                .on(RCPT)
                .after(1)
                .once()
                .reply("450 4.2.1 busy")
                .start()) {
            String thrice = "HELO x\nMAIL FROM:<>\n" + "RCPT TO:<bob@example.org>\n".repeat(3) + "QUIT\n";
            assertThat(codes(mx, thrice)).containsExactly("220", "250", "250", "250", "450", "250", "221");
        }
    }

    @Test
    void listensAtAnotherAddressOfLoopback() throws Exception {
        try (ScriptedMx mx = ScriptedMx.script().at("127.0.0.2", 0).start()) {
            assertThat(mx.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
            assertThat(codes(mx, "QUIT\n")).containsExactly("220", "221");
        }
    }

    @Test
    void refusesConnectionsOnceItStopsListening() throws Exception {
        try (ScriptedMx mx = ScriptedMx.accepting()) {
            var address = mx.address();
            mx.stopListening();
            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void tellsWhatItWaitedForInVain() {
        try (ScriptedMx mx = ScriptedMx.accepting()) {
            assertThatThrownBy(() -> mx.awaitMessages(1, Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("waited PT0.001S for 1 messages, took 0");
        }
    }

    /** The codes of all replies to what is said at once. */
    private static List<String> codes(ScriptedMx mx, String lines) throws IOException {
        try (Socket socket = new Socket(mx.address().getAddress(), mx.port());
                BufferedReader replies =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write(lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            return replies.lines().map(line -> line.substring(0, 3)).toList();
        }
    }
}
