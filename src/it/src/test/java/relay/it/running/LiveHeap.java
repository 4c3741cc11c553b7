package relay.it.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a relay's heap holds after a collection. */
public final class LiveHeap {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");

    private final RelayProcess relay;
    private long peak;

    private LiveHeap(RelayProcess relay) {
        this.relay = relay;
    }

    public static LiveHeap of(RelayProcess relay) {
        return new LiveHeap(relay);
    }

    /** Collects, and counts the bytes of what is left. */
    public long bytes() {
        String histogram = histogram();
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new AssertionError("jcmd says: " + histogram);
        }
        long bytes = Long.parseLong(total.group(1));
        peak = Math.max(peak, bytes);
        return bytes;
    }

    /** The most that was counted so far. */
    public long peak() {
        return peak;
    }

    private String histogram() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(relay.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
