package relay.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/** The relay's secret: a setting, or a file that is made at the first start and that only the relay can read. */
public final class SecretKeyFile {
    private static final int SECRET_BYTES = 32;

    private SecretKeyFile() {}

    /** The secret of this configuration, made when there is none yet. */
    public static SecretBox open(Configuration configuration) {
        return new SecretBox(configuration.find(Settings.SECRET_KEY).orElseGet(() -> {
            Path file = configuration.get(Settings.DATA_DIR).resolve("secret.key");
            try {
                return Files.exists(file) ? Files.readString(file).trim() : create(file);
            } catch (IOException e) {
                throw new UncheckedIOException("The secret key " + file + " cannot be read or written", e);
            }
        }));
    }

    private static String create(Path file) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        writePrivately(file, text + "\n");
        return text;
    }

    /** Writes a new file that only its owner can read, and forces it to disk. */
    public static void writePrivately(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.writeString(file, text, options.toArray(StandardOpenOption[]::new));
    }
}
