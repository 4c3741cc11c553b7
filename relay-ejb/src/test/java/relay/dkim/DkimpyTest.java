package relay.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static relay.dkim.Messages.signed;
import static relay.dkim.Messages.verify;
import static relay.dkim.TestKeys.BOTH;
import static relay.dkim.TestKeys.ED25519;
import static relay.dkim.TestKeys.ED25519_KEY;
import static relay.dkim.TestKeys.RSA;
import static relay.dkim.TestKeys.RSA_KEY;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another implementation's judgement of our signatures, and ours of its: Debian's python3-dkim, where installed. */
class DkimpyTest {
    private static final int MESSAGES = 60;

    @TempDir
    Path folder;

    private String python;

    @BeforeEach
    void findDkimpy() throws IOException {
        python = Stream.of("/usr/bin/python3", "python3")
                .filter(DkimpyTest::hasDkimpy)
                .findFirst()
                .orElse(null);
        assumeTrue(python != null, "python3 with dkim and nacl is not installed (Debian: python3-dkim)");
        Files.writeString(
                folder.resolve("keys.txt"),
                RSA_KEY + " " + RSA.record() + "\n" + ED25519_KEY + " " + ED25519.record() + "\n");
    }

    private static boolean hasDkimpy(String python) {
        try {
            return run(python, "-c", "import dkim, nacl").equals("");
        } catch (IOException | IllegalStateException notThere) {
            return false;
        }
    }

    @Test
    void dkimpyVerifiesOurSignatures() throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            Files.write(folder.resolve("m" + i + ".eml"), signed(wellFormed(i), BOTH));
        }

        List<String> results =
                run(python, script(), "verify", folder.toString()).lines().toList();

        assertThat(results).hasSize(2 * MESSAGES).allMatch(line -> line.endsWith(" True"));
    }

    @Test
    void weVerifyDkimpysSignatures() throws Exception {
        writeKeys();
        for (int i = 0; i < 6; i++) {
            Files.write(folder.resolve("m" + i + ".eml"), wellFormed(i));
        }

        run(python, script(), "sign", folder.toString());

        try (Stream<Path> files = Files.list(folder)) {
            List<Path> signed =
                    files.filter(f -> f.toString().endsWith(".signed")).toList();
            assertThat(signed).hasSize(6 * 8);
            for (Path file : signed) {
                assertThat(verify(Files.readAllBytes(file), TestKeys.published(), Instant.now()))
                        .as(file.getFileName().toString())
                        .hasSize(1)
                        .allMatch(DkimResult::passed);
            }
        }
    }

    /** dkimpy takes any line feed for a line end, and no space before a colon. */
    private static byte[] wellFormed(long seed) {
        String message = new String(Messages.random(seed), ISO_8859_1);
        return Messages.bytes(message.replaceAll("\r(?!\n)|(?<!\r)\n", "").replace(" :", ":") + "end\r\n");
    }

    private void writeKeys() throws IOException {
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(RSA.pkcs8());
        Files.writeString(
                folder.resolve("rsa.pem"), "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
        byte[] pkcs8 = ED25519.pkcs8();
        byte[] seed = Arrays.copyOfRange(pkcs8, 16, 48);
        Files.writeString(folder.resolve("ed25519.key"), Base64.getEncoder().encodeToString(seed));
    }

    private static String script() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(DkimpyTest.class.getResource("dkimpy.py"))
                        .toURI())
                .toString();
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return output;
    }
}
