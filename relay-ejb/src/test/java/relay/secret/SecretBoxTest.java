package relay.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.configuration.Configuration;

class SecretBoxTest {
    private final SecretBox box = new SecretBox("secret");

    @Test
    void decryptsWhatItEncrypted() {
        byte[] plain = "key".getBytes(StandardCharsets.UTF_8);
        assertThat(box.decrypt(box.encrypt(plain))).isEqualTo(plain);
        assertThat(box.encrypt(plain)).isNotEqualTo(box.encrypt(plain));
    }

    @Test
    void refusesWhatAnotherSecretEncryptedOrSomebodyChanged() {
        byte[] sealed = box.encrypt(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> new SecretBox("other").decrypt(sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RELAY_SECRET_KEY");
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> box.decrypt(sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void verifiesItsOwnSignaturesOnly() {
        assertThat(box.verify("text", box.sign("text"))).isTrue();
        assertThat(box.verify("text", box.sign("texT"))).isFalse();
        assertThat(box.verify("text", new SecretBox("other").sign("text"))).isFalse();
    }

    @Test
    void keepsAGeneratedSecretInAFileForItsOwnerOnly(@TempDir Path directory) throws IOException {
        Configuration configuration =
                Configuration.of(Map.of("RELAY_DATA_DIR", directory.toString()), new Properties());
        byte[] sealed = SecretKeyFile.open(configuration).encrypt(new byte[] {7});
        assertThat(SecretKeyFile.open(configuration).decrypt(sealed)).containsExactly(7);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("secret.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void hashesPasswordsWithASaltOfTheirOwn() {
        String hash = PasswordHash.of("correct horse");
        assertThat(PasswordHash.matches("correct horse", hash)).isTrue();
        assertThat(PasswordHash.matches("Correct horse", hash)).isFalse();
        assertThat(PasswordHash.matches("correct horse", "nonsense")).isFalse();
        assertThat(PasswordHash.of("correct horse")).isNotEqualTo(hash);
    }
}
