package relay.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;

/** A setting that cannot be used stops the start, with one line that says which. */
@SystemTest
class InvalidSettingIT {
    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            RELAY_SMTP_PORT               | mail            | a whole number from 0 to 65535
            RELAY_MAX_MESSAGE_SIZE        | huge            | a size such as 512k, 25m or 2g
            RELAY_REQUIRE_VERIFIED_DOMAIN | perhaps         | true or false
            RELAY_RETRY_SCHEDULE          | soon            | durations with commas between
            RELAY_RETRY_SCHEDULE          | 1m,,5m          | durations with commas between
            RELAY_CLAIM_LEASE             | 0s              | a duration such as 30s, 5m, 4h or 5d, from 15m to 1d
            RELAY_DNS                     | nope            | host:port
            RELAY_HOSTNAME                | a_b             | a host name
            RELAY_SMARTHOST               | mail.example    | host:port
            RELAY_DB_URL                  | jdbc:mysql://x/ | jdbc:postgresql: or jdbc:h2:
            RELAY_TLS_CERT                | /nowhere/cert   | a file that can be read
            RELAY_CONFIG                  | /nowhere/conf   | a readable properties file
            """)
    void stopsTheStartWithOneLine(String setting, String value, String allowed) {
        try (RelayProcess relay =
                RelaySetUp.named("invalid-" + setting).with(setting, value).prepare()) {
            relay.launch();
            assertThat(relay.awaitEnd()).isNotZero();
            assertThat(relay.log().strip().lines())
                    .singleElement()
                    .asString()
                    .contains(setting + "=" + value)
                    .contains(allowed);
        }
    }

    /** What only the application itself finds out: it ends the process too, and the line stands below the server's log. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            RELAY_SHAPING | mine.toml:2: connections = lots: must be a whole number from 1 to 10000
            RELAY_TLS_KEY | The SMTP listener cannot start: no PRIVATE KEY block in
            """)
    void endsAStartThatCannotSucceed(String setting, String words, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("mine.toml");
        Files.writeString(file, "[default]\nconnections = \"lots\"\n");
        RelaySetUp setUp = RelaySetUp.named("failing-" + setting).with(setting, file.toString());
        if (setting.equals("RELAY_TLS_KEY")) {
            setUp.with("RELAY_TLS_CERT", file.toString());
        }
        try (RelayProcess relay = setUp.prepare()) {
            relay.launch();
            assertThat(relay.awaitEnd()).isEqualTo(78);
            assertThat(relay.log().lines()).anyMatch(line -> line.startsWith(words));
        }
    }
}
