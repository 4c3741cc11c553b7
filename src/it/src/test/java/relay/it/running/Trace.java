package relay.it.running;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** strace on a running relay: what it writes and syncs. */
public final class Trace {
    public static final Path PROGRAM = Path.of("/usr/bin/strace");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern UNFINISHED = Pattern.compile("^(\\d+) +(.*) <unfinished \\.\\.\\.>$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)$");

    private final Process strace;

    private Trace(Process strace) {
        this.strace = strace;
    }

    /** What is done meanwhile. */
    public interface Work {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Attaches to all threads of a relay while something is done; skips the calling test, with a word, where that is not
     * allowed.
     *
     * @param file where the trace is kept
     * @return the calls in the order in which they ended, each on one line
     */
    public static List<String> during(RelayProcess relay, Path file, Work work)
            throws IOException, InterruptedException {
        Trace trace = attached(relay, file);
        try {
            work.run();
        } finally {
            trace.detach();
        }
        return read(file);
    }

    private static Trace attached(RelayProcess relay, Path file) throws IOException {
        Path words = Files.createTempFile("strace-", ".txt");
        Process strace = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-f",
                        "-y",
                        "-s",
                        "262144",
                        "-e",
                        "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync",
                        "-o",
                        file.toString(),
                        "-p",
                        Long.toString(relay.pid()))
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        await("strace is attached")
                .atMost(PATIENCE)
                .until(() -> !strace.isAlive() || Files.readString(words).contains("attached"));
        Assumptions.assumeTrue(strace.isAlive(), "strace cannot attach: " + Files.readString(words));
        Files.deleteIfExists(words);
        return new Trace(strace);
    }

    private static List<String> read(Path file) throws IOException {
        List<String> calls = new ArrayList<>();
        Map<String, String> begun = new HashMap<>();
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            Matcher unfinished = UNFINISHED.matcher(line);
            Matcher resumed = RESUMED.matcher(line);
            if (unfinished.matches()) {
                begun.put(unfinished.group(1), unfinished.group(2));
            } else if (resumed.matches()) {
                calls.add(begun.getOrDefault(resumed.group(1), "") + resumed.group(2));
            } else {
                calls.add(line);
            }
        }
        return calls;
    }

    private void detach() throws InterruptedException {
        strace.destroy();
        if (!strace.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("strace goes on");
        }
    }
}
