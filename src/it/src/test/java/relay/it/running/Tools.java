package relay.it.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of the distribution that tests need: installed when that is possible, else the tests say what is missing. */
public final class Tools {
    private static final int INSTALL_MINUTES = 8;

    private Tools() {}

    /** Skips the calling test, with a word, unless these programs are there or can be installed. */
    public static synchronized void require(List<Path> programs, String... packages) {
        if (!present(programs)) {
            install(packages);
        }
        Assumptions.assumeTrue(
                present(programs), () -> "needs " + programs + ": install the packages " + String.join(" ", packages));
    }

    private static boolean present(List<Path> programs) {
        return programs.stream().allMatch(Files::isExecutable);
    }

    private static void install(String... packages) {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return;
        }
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/apt-get", "install", "-q", "-y", "--no-install-recommends"));
        command.addAll(List.of(packages));
        if (run(List.of("/usr/bin/apt-get", "update", "-q"))) {
            run(command);
        }
    }

    private static boolean run(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            Process process = builder.start();
            return process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
