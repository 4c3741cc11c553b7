package relay.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code src/docs/configuration.md} is generated: {@code ./mvnw -pl relay-jca-smtp test -Drelay.docs.write=true}. */
class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "src", "docs", "configuration.md");

    @Test
    void isCurrent() throws IOException {
        String generated = ConfigurationDocument.text();
        if (Boolean.getBoolean("relay.docs.write")) {
            Files.writeString(DOCUMENT, generated);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("src/docs/configuration.md is stale: run ./mvnw -pl relay-jca-smtp test -Drelay.docs.write=true")
                .isEqualTo(generated);
    }
}
