package relay.micro;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/** What the terminal shows once the relay is ready. */
final class Welcome {
    private static final String LOGIN_FILE = "first-login.txt";
    /** Set by {@code ./mvnw -Prun}, whose output is a person's terminal although it is no console. */
    private static final int FIRST_JDK_WITH_CONSOLE_ALWAYS = 22;

    private static final String PRINT_LOGIN = "relay.first.login.print";

    private final Configuration configuration;
    private final Instant begin;

    Welcome(Configuration configuration, Instant begin) {
        this.configuration = configuration;
        this.begin = begin;
    }

    void print(PrintStream out) throws IOException {
        String host = WebAddress.reachable(configuration.get(Settings.BIND));
        out.println();
        out.println("Relay is ready");
        out.println("  console      http://" + WebAddress.of(configuration) + "/console");
        out.println("  REST         http://" + WebAddress.of(configuration) + "/api/v1");
        out.println("  submission   " + host + ":" + configuration.get(Settings.SUBMISSION_PORT) + " (STARTTLS)");
        out.println("  submissions  " + host + ":" + configuration.get(Settings.SUBMISSIONS_PORT) + " (TLS)");
        out.println("  transfer     " + host + ":" + configuration.get(Settings.SMTP_PORT));
        printFirstLogin(out);
        out.flush();
    }

    private void printFirstLogin(PrintStream out) throws IOException {
        Path file = configuration.get(Settings.DATA_DIR).resolve(LOGIN_FILE);
        if (!Files.exists(file) || Files.getLastModifiedTime(file).toInstant().isBefore(begin)) {
            return;
        }
        if (isTerminal() || Boolean.getBoolean(PRINT_LOGIN)) {
            out.println();
            out.print(Files.readString(file));
        } else {
            out.println("  first login  in " + file);
        }
    }

    /** Secrets go to a person's terminal only. From JDK 22 on a console may exist without one. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        return System.console() != null && Runtime.version().feature() < FIRST_JDK_WITH_CONSOLE_ALWAYS;
    }
}
