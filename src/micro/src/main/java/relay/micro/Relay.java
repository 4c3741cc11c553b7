package relay.micro;

import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import relay.configuration.Configuration;
import relay.configuration.InvalidSettingException;
import relay.configuration.Settings;
import relay.configuration.StartFailure;

/**
 * Starts the relay on Payara Micro: {@code java -jar relay.jar}. Arguments are passed on to the server: {@code --deploy
 * app.war} runs another application beside the relay.
 */
public final class Relay {
    private static final int INVALID_SETTING = 78;
    private static final int NOT_READY = 1;
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private Relay() {}

    /** Starts the server and returns once mail is welcome; the server's own threads keep the process alive. */
    public static void main(String[] arguments) throws Exception {
        Instant begin = Instant.now();
        Configuration configuration = configuration();
        Path home = configuration.get(Settings.DATA_DIR).resolve("server");
        PayaraMicro.main(new ServerHome(home).prepare(configuration, arguments));
        Readiness readiness = new Readiness(configuration);
        if (!readiness.await(START_LIMIT)) {
            StartFailure.reported().ifPresent(Relay::complain);
            complain("The relay did not become ready; the log above says why.");
            System.exit(StartFailure.reported().isPresent() ? INVALID_SETTING : NOT_READY);
        }
        new Welcome(configuration, begin).print(System.out);
    }

    private static Configuration configuration() {
        try {
            Configuration configuration = Configuration.load();
            Path data = configuration.get(Settings.DATA_DIR);
            createForUsAlone(data);
            Files.delete(Files.createTempFile(data, "writable", null));
            return configuration;
        } catch (InvalidSettingException e) {
            complain(e.getMessage());
        } catch (IOException e) {
            complain("RELAY_DATA_DIR: must be a directory that can be written: " + e.getMessage());
        }
        System.exit(INVALID_SETTING);
        throw new IllegalStateException("unreachable");
    }

    private static void complain(String line) {
        System.err.println(line);
    }

    /** There is mail in it. A directory that exists stays as its owner wants it. */
    private static void createForUsAlone(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }
}
