package relay.smtp.listener;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The secret that decoy verifiers of unknown users derive from. It is kept in a file, because a decoy that changes at a
 * restart where a real verifier stays would tell the two apart.
 */
final class DecoyKey {
    private static final int LENGTH = 32;

    private DecoyKey() {}

    /** The key in this file, made with the first call. */
    static byte[] in(Path file) throws IOException {
        if (Files.exists(file)) {
            byte[] kept = Files.readAllBytes(file);
            if (kept.length == LENGTH) {
                return kept;
            }
        }
        byte[] made = new byte[LENGTH];
        new SecureRandom().nextBytes(made);
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, made);
        return made;
    }
}
