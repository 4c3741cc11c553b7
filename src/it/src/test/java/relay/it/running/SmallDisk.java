package relay.it.running;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own and of a fixed size, which the test can fill and empty. */
public final class SmallDisk implements AutoCloseable {
    private static final int PIECE = 1 << 20;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts one of so many MiB; skips the calling test, with a word, where that is not allowed. */
    public static SmallDisk mount(int size) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("small-disk-");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size + "m", "relay-it", directory.toString());
        if (!mounted) {
            Files.delete(directory);
        }
        assumeTrue(mounted, "mounting a file system is not allowed");
        return new SmallDisk(directory);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    public Path directory() {
        return directory;
    }

    /** Writes a file until only so many bytes are free. */
    public void fillUpTo(long free) throws IOException {
        try (OutputStream out = Files.newOutputStream(filling())) {
            byte[] piece = new byte[PIECE];
            while (Files.getFileStore(directory).getUsableSpace() > free + PIECE) {
                out.write(piece);
            }
        }
    }

    /** Takes that file away again. */
    public void empty() throws IOException {
        Files.deleteIfExists(filling());
    }

    private Path filling() {
        return directory.resolve("filling");
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "--lazy", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(directory);
    }
}
