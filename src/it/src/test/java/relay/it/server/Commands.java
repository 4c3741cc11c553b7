package relay.it.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the commands that an operator would type, with the relay's settings in their environment. */
record Commands(Map<String, String> environment, Path log) {
    private static final int MINUTES = 5;

    /** Runs it to its end; its output goes to the log. */
    void run(String... command) throws IOException, InterruptedException {
        Process process = begin(command);
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("No end of " + List.of(command) + "; see " + log);
        }
        if (process.exitValue() != 0) {
            throw new IOException("Exit " + process.exitValue() + " of " + List.of(command) + "; see " + log);
        }
    }

    /** Runs it whatever its exit status. */
    void tryRun(String... command) throws InterruptedException {
        try {
            run(command);
        } catch (IOException e) {
            // nothing to stop or to delete
        }
    }

    /** Starts it in the background. */
    Process begin(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("RELAY_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
