package relay.shaping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.routing.Route;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

class ShapingFilesTest {
    private static final Route.Hosts HOSTS = new Route.Hosts(
            "mx.example.com",
            List.of(new RemoteHost(
                    "mx.example.com",
                    InetSocketAddress.createUnresolved("mx.example.com", 25),
                    TlsRequirement.OPPORTUNISTIC,
                    null)));

    @TempDir
    private Path directory;

    private Path file;
    private long time;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("mine.toml");
        write("[default]\nconnections = 3\n");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_800_000_000_000L + time++ * 1_000));
    }

    private static int connections(ShapingFiles files) {
        return files.rules().of("example.com", HOSTS, "default").connections();
    }

    @Test
    void takesAChangeWithoutARestart() throws IOException {
        ShapingFiles files = ShapingFiles.of(ShapingRules.shipped(), List.of(file));
        assertThat(connections(files)).isEqualTo(3);
        assertThat(files.refresh()).isEmpty();
        write("[default]\nconnections = 4\n");
        assertThat(files.refresh()).isPresent();
        assertThat(connections(files)).isEqualTo(4);
    }

    @Test
    void staysWithTheFormerRulesWhenAFileIsWrong() throws IOException {
        ShapingFiles files = ShapingFiles.of(ShapingRules.shipped(), List.of(file));
        write("[default]\nconnections = -4\n");
        assertThat(files.refresh()).isEmpty();
        assertThat(connections(files)).isEqualTo(3);
        assertThat(files.problem())
                .hasValueSatisfying(words -> assertThat(words).startsWith("mine.toml:2"));
        write("[default]\nconnections = 5\n");
        assertThat(files.refresh()).isPresent();
        assertThat(files.problem()).isEmpty();
    }

    @Test
    void doesNotStartWithAWrongFile() throws IOException {
        write("connections = 3\n");
        assertThatThrownBy(() -> ShapingFiles.of(ShapingRules.shipped(), List.of(file)))
                .isInstanceOf(ShapingException.class)
                .hasMessageContaining("mine.toml:1");
    }

    @Test
    void doesNotStartWithAFileThatIsNotThere() {
        assertThatThrownBy(() -> ShapingFiles.of(ShapingRules.shipped(), List.of(directory.resolve("none.toml"))))
                .isInstanceOf(ShapingException.class)
                .hasMessageContaining("none.toml");
    }
}
