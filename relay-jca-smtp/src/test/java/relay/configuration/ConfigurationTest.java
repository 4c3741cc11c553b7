package relay.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    Path directory;

    @Test
    void answersDefaults() {
        Configuration configuration = Configuration.of(Map.of(), new Properties());
        assertThat(configuration.get(Settings.SMTP_PORT)).isEqualTo(2525);
        assertThat(configuration.get(Settings.BIND)).isEqualTo("127.0.0.1");
        assertThat(configuration.find(Settings.SMARTHOST)).isEmpty();
        assertThat(configuration.get(Settings.RETRY_SCHEDULE)).startsWith(Duration.ofMinutes(1), Duration.ofMinutes(5));
    }

    @Test
    void prefersTheEnvironmentToPropertiesAndThoseToTheFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("relay.properties"),
                "relay.smtp.port=3\nrelay.submission.port=3\nRELAY_SUBMISSIONS_PORT=3\n");
        Properties properties = new Properties();
        properties.setProperty("relay.smtp.port", "2");
        properties.setProperty("relay.submission.port", "2");
        Configuration configuration =
                Configuration.of(Map.of("RELAY_SMTP_PORT", "1", "RELAY_CONFIG", file.toString()), properties);
        assertThat(configuration.get(Settings.SMTP_PORT)).isEqualTo(1);
        assertThat(configuration.get(Settings.SUBMISSION_PORT)).isEqualTo(2);
        assertThat(configuration.get(Settings.SUBMISSIONS_PORT)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RELAY_SMTP_PORT|abc|RELAY_SMTP_PORT=abc: must be a whole number from 0 to 65535",
                "RELAY_SMTP_PORT|65536|RELAY_SMTP_PORT=65536: must be a whole number from 0 to 65535",
                "RELAY_REQUIRE_VERIFIED_DOMAIN|yes|RELAY_REQUIRE_VERIFIED_DOMAIN=yes: must be true or false",
                "RELAY_MAX_MESSAGE_SIZE|much|RELAY_MAX_MESSAGE_SIZE=much: must be a size such as 512k, 25m or 2g (bytes without a unit), at least 1000",
                "RELAY_MAX_MESSAGE_SIZE|9999999999t|RELAY_MAX_MESSAGE_SIZE=9999999999t: must be a size such as 512k, 25m or 2g (bytes without a unit), at least 1000",
                "RELAY_MAX_MESSAGE_SIZE|0|RELAY_MAX_MESSAGE_SIZE=0: must be a size such as 512k, 25m or 2g (bytes without a unit), at least 1000",
                "RELAY_BIND|everywhere|RELAY_BIND=everywhere: must be an IPv4 or IPv6 address",
                "RELAY_HOSTNAME|my host|RELAY_HOSTNAME=my host: must be a host name of letters, digits and hyphens between dots (RFC 1123, 2.1)",
                "RELAY_HOSTNAME|a_b|RELAY_HOSTNAME=a_b: must be a host name of letters, digits and hyphens between dots (RFC 1123, 2.1)",
                "RELAY_DNS|nope|RELAY_DNS=nope: must be host:port, several with commas between",
                "RELAY_RETRY_SCHEDULE|1m,,5m|RELAY_RETRY_SCHEDULE=1m,,5m: must be durations with commas between, such as 1m,5m,1h, each from 1s to 7d",
                "RELAY_RETRY_SCHEDULE|1m,|RELAY_RETRY_SCHEDULE=1m,: must be durations with commas between, such as 1m,5m,1h, each from 1s to 7d",
                "RELAY_RETRY_SCHEDULE|0s|RELAY_RETRY_SCHEDULE=0s: must be durations with commas between, such as 1m,5m,1h, each from 1s to 7d",
                "RELAY_CLAIM_LEASE|0s|RELAY_CLAIM_LEASE=0s: must be a duration such as 30s, 5m, 4h or 5d, from 15m to 1d",
                "RELAY_CLAIM_LEASE|2d|RELAY_CLAIM_LEASE=2d: must be a duration such as 30s, 5m, 4h or 5d, from 15m to 1d",
                "RELAY_CONNECT_TIMEOUT|0s|RELAY_CONNECT_TIMEOUT=0s: must be a duration such as 30s, 5m, 4h or 5d, from 1s to 10m",
                "RELAY_COMMAND_TIMEOUT|0s|RELAY_COMMAND_TIMEOUT=0s: must be a duration such as 30s, 5m, 4h or 5d, from 1s to 1h",
                "RELAY_RETENTION|0s|RELAY_RETENTION=0s: must be a duration such as 30s, 5m, 4h or 5d, from 1m to 3650d",
                "RELAY_PROXY_NETWORKS|10.0.0.0/8,proxies|RELAY_PROXY_NETWORKS=10.0.0.0/8,proxies: must be networks such as 192.0.2.0/24 or 2001:db8::/32, with commas between",
                "RELAY_TLS_CERT|/nowhere/cert.pem|RELAY_TLS_CERT=/nowhere/cert.pem: must be a file that can be read",
                "RELAY_DB_URL|jdbc:mysql://db/relay|RELAY_DB_URL=jdbc:mysql://db/relay: must be an address that begins with jdbc:postgresql: or jdbc:h2:",
                "RELAY_BROKER_URL|broker:61616|RELAY_BROKER_URL=broker:61616: must be an address such as tcp://host:61616 or (tcp://a:61616,tcp://b:61616)?ha=true",
                "RELAY_PUBLIC_URL|mail.example.org|RELAY_PUBLIC_URL=mail.example.org: must be an address that begins with http:// or https://",
                "RELAY_RETRY_LIFETIME|5|RELAY_RETRY_LIFETIME=5: must be a duration such as 30s, 5m, 4h or 5d, from 1s to 90d",
                "RELAY_CONFIG|/nowhere/relay.properties|RELAY_CONFIG=/nowhere/relay.properties: must be a readable properties file",
            })
    void namesTheSettingItsValueAndWhatIsAllowed(String name, String value, String message) {
        assertThatThrownBy(() -> Configuration.of(Map.of(name, value), new Properties()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RELAY_BIND|0.0.0.0",
                "RELAY_BIND|::",
                "RELAY_HOSTNAME|mail-1.example.org",
                "RELAY_HOSTNAME|localhost",
                "RELAY_DNS|127.0.0.1:53, [2001:db8::1]:53",
                "RELAY_RETRY_SCHEDULE|1s, 5m",
                "RELAY_CLAIM_LEASE|15m",
                "RELAY_CONTENT_RETENTION|0s",
                "RELAY_PROXY_NETWORKS|10.0.0.0/8, 2001:db8::/32",
                "RELAY_DB_URL|jdbc:postgresql://db/relay?sslmode=require",
                "RELAY_BROKER_URL|(tcp://a:61616,tcp://b:61616)?ha=true",
                "RELAY_PUBLIC_URL|https://mail.example.org:8443/relay",
            })
    void takesWhatIsAllowed(String name, String value) {
        assertThatCode(() -> Configuration.of(Map.of(name, value), new Properties()))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAnUnknownNameInTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("relay.properties"), "relay.smpt.port=25\n");
        assertThatThrownBy(() -> Configuration.of(Map.of("RELAY_CONFIG", file.toString()), new Properties()))
                .hasMessageStartingWith("relay.smpt.port in ")
                .hasMessageContaining("is not a setting");
    }

    @Test
    void readsSizesWithUnits() {
        assertThat(Size.parse("512")).isEqualTo(512);
        assertThat(Size.parse("4k")).isEqualTo(4096);
        assertThat(Size.parse("25M")).isEqualTo(25L * 1024 * 1024);
    }
}
