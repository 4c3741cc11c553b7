package relay.smtp.dialog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.smtp.ListenerRole;
import relay.smtp.sasl.ScramSha256;

/**
 * A scripted dialog. One step a line; {@code #} begins a comment.
 *
 * <pre>
 * open submission      connect to transfer, submission or submissions
 * c -> EHLO x          send a line
 * c => RSET\r\nNOOP    send bytes as they stand, with \r \n \t \0 \\ \xHH
 * c *> 2000 x          send a text that many times, without line end
 * c <- 250 2.0.0 Ok    the next line of the reply is this
 * c <~ 250 .*Ok        the next line of the reply matches this
 * c <= 250 2.0.0       the whole reply is read; its last line begins so
 * c <* AUTH.*PLAIN     the whole reply is read; this is found in it
 * c <! AUTH            the whole reply is read; this is not found in it
 * tls                  do the TLS handshake
 * scram user password  send the SCRAM-SHA-256 messages, up to and without the last reply
 * closed               the server closes the connection
 * accepted 1           so many messages were accepted since the dialog began
 * from a@example.org   the reverse-path of the last of them
 * to a@example.org     one of its recipients
 * content A: b\r\n     its content
 * user alice           the account that submitted it; - for none
 * </pre>
 *
 * {@code ${plain:user:password}} is an initial response of PLAIN, and {@code ${base64:text}} is the text in base64.
 *
 * <p>Marks, each in a comment of its own: {@code # too-early} says more in one piece than it may, {@code # admitted}
 * comes from a network that is a credential, {@code # not-ready} and {@code # disk-full} tell the state of the server,
 * {@code # small-limits} needs limits that no operator can set so low, {@code # fake-relay} an application that plays
 * its part.
 */
public final class Dialog {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final String name;
    private final List<String> steps;

    private Dialog(String name, List<String> steps) {
        this.name = name;
        this.steps = steps;
    }

    public static Dialog read(Path file) throws IOException {
        return new Dialog(String.valueOf(file.getFileName()), Files.readAllLines(file));
    }

    public String name() {
        return name;
    }

    /** Whether a word stands in a comment of its own, {@code # admitted} say. */
    public boolean isMarked(String word) {
        return steps.contains("# " + word);
    }

    /**
     * Speaks the dialog; an {@link AssertionError} names the line where the server answered otherwise.
     *
     * @param glossary what the words of the dialogs are called at this server: its users, their domain, its own name.
     *     They are replaced in every line, in the order of the map
     */
    public void run(Surface surface, Map<String, String> glossary) throws IOException {
        try (Run run = new Run(surface, glossary)) {
            for (int i = 0; i < steps.size(); i++) {
                try {
                    run.step(steps.get(i));
                } catch (AssertionError | IOException | RuntimeException e) {
                    throw new AssertionError(name + ":" + (i + 1) + ": " + steps.get(i) + "\n" + e.getMessage(), e);
                }
            }
        }
    }

    private static final class Run implements AutoCloseable {
        private final Surface surface;
        private final Map<String, String> glossary;
        private Wire wire;

        Run(Surface surface, Map<String, String> glossary) {
            this.surface = surface;
            this.glossary = glossary;
        }

        void step(String line) throws IOException {
            String step = translated(line.strip());
            if (step.isEmpty() || step.startsWith("#")) {
                return;
            }
            if (step.startsWith("c ")) {
                speak(step.substring(2, 4), filled(step.length() > 5 ? step.substring(5) : ""));
                return;
            }
            int space = step.indexOf(' ');
            String verb = space < 0 ? step : step.substring(0, space);
            check(verb, filled(space < 0 ? "" : step.substring(space + 1)));
        }

        private String translated(String line) {
            String step = line;
            for (Map.Entry<String, String> word : glossary.entrySet()) {
                step = step.replace(word.getKey(), word.getValue());
            }
            return step;
        }

        private void speak(String direction, String text) throws IOException {
            switch (direction) {
                case "->" -> send(text + "\r\n");
                case "=>" -> wire.send(unescaped(text));
                case "*>" -> sendMany(text);
                case "<-" -> expect(text, line(), text::equals);
                case "<~" -> expect(text, line(), Pattern.compile(text).asPredicate());
                case "<=" -> expectLast(text);
                case "<*" -> expect(text, reply(), Pattern.compile(text).asPredicate());
                case "<!" ->
                    expect(
                            "not " + text,
                            reply(),
                            Pattern.compile(text).asPredicate().negate());
                default -> throw new IllegalArgumentException("unknown direction " + direction);
            }
        }

        private void check(String verb, String text) throws IOException {
            switch (verb) {
                case "open" -> open(text);
                case "tls" -> wire.startTls();
                case "scram" -> scram(text);
                case "closed" -> expectClosed();
                default -> {
                    if (surface.received() != null) {
                        checkReceived(verb, text);
                    }
                }
            }
        }

        private void checkReceived(String verb, String text) {
            List<Received> received = surface.received();
            Received last = received.isEmpty() ? null : received.get(received.size() - 1);
            switch (verb) {
                case "accepted" -> expect(text, String.valueOf(received.size()), text::equals);
                case "from" -> expect(text, last.envelope().reversePath(), text::equals);
                case "to" -> expect(text, recipients(last), all -> all.contains("[" + text + "]"));
                case "content" ->
                    expect(
                            new String(unescaped(text), StandardCharsets.UTF_8),
                            last.text(),
                            new String(unescaped(text), StandardCharsets.UTF_8)::equals);
                case "body" -> expect(text, last.envelope().body().name(), text::equals);
                case "user" -> expect(text, last.username() == null ? "-" : last.username(), text::equals);
                default -> throw new IllegalArgumentException("unknown step " + verb);
            }
        }

        private static String recipients(Received message) {
            StringBuilder all = new StringBuilder();
            message.envelope()
                    .recipients()
                    .forEach(r -> all.append('[').append(r.address()).append(']'));
            return all.toString();
        }

        private void open(String role) throws IOException {
            close();
            wire = surface.connect(ListenerRole.valueOf(role.toUpperCase(Locale.ROOT)));
        }

        private void send(String text) throws IOException {
            wire.send(text.getBytes(StandardCharsets.UTF_8));
        }

        private void sendMany(String text) throws IOException {
            int space = text.indexOf(' ');
            String unit = text.substring(space + 1);
            byte[] bytes = unescaped(unit.repeat(Integer.parseInt(text.substring(0, space))));
            wire.send(bytes);
        }

        private String line() throws IOException {
            String line = wire.readLine();
            if (line == null) {
                throw new AssertionError("the server has closed the connection");
            }
            return line;
        }

        private String reply() throws IOException {
            List<String> lines = new ArrayList<>();
            do {
                lines.add(line());
            } while (lines.get(lines.size() - 1).startsWith("-", 3));
            return String.join("\n", lines);
        }

        private void expectLast(String text) throws IOException {
            String reply = reply();
            String last = reply.substring(reply.lastIndexOf('\n') + 1);
            expect(text, last, l -> l.startsWith(text));
        }

        private void expectClosed() throws IOException {
            String line = wire.readLine();
            if (line != null) {
                throw new AssertionError("the server goes on with: " + line);
            }
        }

        private static void expect(String wanted, String got, Predicate<String> fits) {
            if (!fits.test(got)) {
                throw new AssertionError("wanted: " + wanted + "\n   got: " + got);
            }
        }

        private void scram(String credentials) throws IOException {
            String user = credentials.substring(0, credentials.indexOf(' '));
            String password = credentials.substring(credentials.indexOf(' ') + 1);
            String firstBare = "n=" + user + ",r=" + ScramSha256.nonce();
            send("AUTH SCRAM-SHA-256 " + base64("n,," + firstBare) + "\r\n");
            String serverFirst = challenge();
            String[] parts = serverFirst.split(",", 3);
            String withoutProof = "c=biws," + parts[0];
            byte[] proof = ScramSha256.clientProof(
                    password,
                    Base64.getDecoder().decode(parts[1].substring(2)),
                    Integer.parseInt(parts[2].substring(2)),
                    (firstBare + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.UTF_8));
            send(base64(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)) + "\r\n");
        }

        private String challenge() throws IOException {
            String line = line();
            expect("334", line, l -> l.startsWith("334 "));
            return new String(Base64.getDecoder().decode(line.substring(4)), StandardCharsets.UTF_8);
        }

        private String filled(String text) {
            return VARIABLE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(value(m.group(1))));
        }

        private String value(String variable) {
            String[] parts = variable.split(":", -1);
            return switch (parts[0]) {
                case "plain" -> base64("\0" + parts[1] + "\0" + parts[2]);
                case "base64" -> base64(new String(unescaped(variable.substring(7)), StandardCharsets.UTF_8));
                default -> throw new IllegalArgumentException("unknown variable " + variable);
            };
        }

        private static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            if (wire != null) {
                wire.close();
            }
        }
    }

    private static byte[] unescaped(String text) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = ESCAPE.matcher(text);
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(character(matcher.group(1))));
        }
        matcher.appendTail(out);
        boolean bytes = text.contains("\\x");
        return out.toString().getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static String character(String escape) {
        return switch (escape.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '0' -> "\0";
            case 'x' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
            default -> escape;
        };
    }
}
