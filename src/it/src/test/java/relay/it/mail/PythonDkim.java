package relay.it.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The DKIM verifier of Debian's {@code python3-dkim}, which somebody else has written. */
public final class PythonDkim {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PROGRAM = """
            import dkim, json, sys
            keys = json.load(open(sys.argv[1]))
            message = open(sys.argv[2], 'rb').read()
            lookup = lambda name, timeout=5: keys.get(name.decode().rstrip('.'), '').encode() or None
            verifier = dkim.DKIM(message)
            count = sum(1 for field in verifier.headers if field[0].lower() == b'dkim-signature')
            for index in range(count):
                print('pass' if dkim.DKIM(message).verify(idx=index, dnsfunc=lookup) else 'fail')
            """;

    private final Map<String, String> published;

    /** @param published TXT records by name */
    public PythonDkim(Map<String, String> published) {
        this.published = Map.copyOf(published);
    }

    /** Whether it is there. */
    public static boolean isInstalled() throws IOException, InterruptedException {
        return new File(PYTHON).canExecute()
                && run(List.of(PYTHON, "-c", "import dkim, nacl")).isEmpty();
    }

    /** One word a signature, from the top: {@code pass} or {@code fail}. */
    public List<String> judge(byte[] message) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("dkim-");
        Path keys = Files.writeString(directory.resolve("keys.json"), json());
        Path mail = Files.write(directory.resolve("message.eml"), message);
        try {
            return run(List.of(PYTHON, "-c", PROGRAM, keys.toString(), mail.toString()))
                    .lines()
                    .toList();
        } finally {
            Files.delete(keys);
            Files.delete(mail);
            Files.delete(directory);
        }
    }

    private String json() {
        StringBuilder json = new StringBuilder("{");
        published.forEach((name, record) -> json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":\"")
                .append(record)
                .append('"'));
        return json.append('}').toString();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("python3 goes on");
        }
        return said;
    }
}
