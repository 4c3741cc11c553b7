package relay.configuration;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One setting: its name, default, meaning and what is allowed.
 *
 * @param name the environment variable, {@code RELAY_…}
 * @param defaultText the default as it would be written, or empty for none
 * @param meaning one sentence for the operator
 * @param allowed what is allowed, completing “must be …”
 * @param secret whether the value is kept out of logs and messages
 * @param parse reads the text; throws IllegalArgumentException for anything not allowed
 */
public record Setting<T>(
        String name, String defaultText, String meaning, String allowed, boolean secret, Function<String, T> parse) {
    private static final int LARGEST_PORT = 65_535;

    /** The same name as a system property: {@code relay.smtp.port}. */
    public String property() {
        return name.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /**
     * The value that the text stands for.
     *
     * @throws InvalidSettingException when it is not allowed
     */
    public T read(String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            throw new InvalidSettingException(name + "=" + (secret ? "(secret)" : text) + ": must be " + allowed);
        }
    }

    static Setting<String> text(String name, String defaultText, String meaning) {
        return new Setting<>(name, defaultText, meaning, "text", false, Function.identity());
    }

    static Setting<String> matching(String name, String defaultText, String form, String allowed, String meaning) {
        Pattern pattern = Pattern.compile(form);
        return new Setting<>(name, defaultText, meaning, allowed, false, text -> matched(pattern, text));
    }

    private static String matched(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    static Setting<String> secret(String name, String meaning) {
        return new Setting<>(name, "", meaning, "text", true, Function.identity());
    }

    static Setting<Integer> port(String name, int defaultPort, String meaning) {
        return number(name, defaultPort, 0, LARGEST_PORT, meaning);
    }

    static Setting<Integer> number(String name, int defaultNumber, int least, int most, String meaning) {
        return new Setting<>(
                name,
                Integer.toString(defaultNumber),
                meaning,
                "a whole number from " + least + " to " + most,
                false,
                text -> within(Integer.parseInt(text), least, most));
    }

    static Setting<Long> bytes(String name, String defaultSize, String meaning) {
        return new Setting<>(
                name,
                defaultSize,
                meaning,
                "a size such as 512k, 25m or 2g (bytes without a unit)",
                false,
                Size::parse);
    }

    static Setting<Long> bytes(String name, String defaultSize, long least, String meaning) {
        return new Setting<>(
                name,
                defaultSize,
                meaning,
                "a size such as 512k, 25m or 2g (bytes without a unit), at least " + least,
                false,
                text -> atLeast(least, Size.parse(text)));
    }

    private static long atLeast(long least, long size) {
        if (size < least) {
            throw new IllegalArgumentException();
        }
        return size;
    }

    static Setting<Boolean> flag(String name, boolean defaultValue, String meaning) {
        return new Setting<>(
                name, Boolean.toString(defaultValue), meaning, "true or false", false, Setting::trueOrFalse);
    }

    static Setting<Duration> duration(String name, String defaultDuration, String least, String most, String meaning) {
        return new Setting<>(
                name,
                defaultDuration,
                meaning,
                "a duration such as 30s, 5m, 4h or 5d, from " + least + " to " + most,
                false,
                text -> Durations.parse(text, least, most));
    }

    static Setting<List<Duration>> durations(
            String name, String defaultList, String least, String most, String meaning) {
        return new Setting<>(
                name,
                defaultList,
                meaning,
                "durations with commas between, such as 1m,5m,1h, each from " + least + " to " + most,
                false,
                text -> list(text).stream()
                        .map(part -> Durations.parse(part, least, most))
                        .toList());
    }

    static Setting<List<Network>> networks(String name, String meaning) {
        return new Setting<>(
                name,
                "",
                meaning,
                "networks such as 192.0.2.0/24 or 2001:db8::/32, with commas between",
                false,
                text -> list(text).stream().map(Network::parse).toList());
    }

    static Setting<List<String>> listOf(String name, String defaultList, String form, String allowed, String meaning) {
        Pattern pattern = Pattern.compile(form);
        return new Setting<>(
                name,
                defaultList,
                meaning,
                allowed,
                false,
                text -> list(text).stream().map(part -> matched(pattern, part)).toList());
    }

    static Setting<InetSocketAddress> hostAndPort(String name, String meaning) {
        return new Setting<>(name, "", meaning, "host:port", false, HostAndPort::parse);
    }

    static Setting<List<InetSocketAddress>> hostsAndPorts(String name, String meaning) {
        return new Setting<>(
                name,
                "",
                meaning,
                "host:port, several with commas between",
                false,
                text -> list(text).stream().map(HostAndPort::parse).toList());
    }

    static Setting<Path> path(String name, String defaultPath, String meaning) {
        return new Setting<>(name, defaultPath, meaning, "a path", false, Setting::parsePath);
    }

    static Setting<Path> readableFile(String name, String meaning) {
        return new Setting<>(name, "", meaning, "a file that can be read", false, text -> readable(parsePath(text)));
    }

    static Setting<List<Path>> readableFiles(String name, String meaning) {
        return new Setting<>(
                name,
                "",
                meaning,
                "files that can be read, with commas between",
                false,
                text -> list(text).stream()
                        .map(part -> readable(parsePath(part)))
                        .toList());
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException();
        }
        return file;
    }

    private static Path parsePath(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The parts between commas; one without text is a slip of the operator's, and refused. */
    private static List<String> list(String text) {
        List<String> parts =
                Arrays.stream(text.split(",", -1)).map(String::trim).toList();
        if (parts.contains("")) {
            throw new IllegalArgumentException(text);
        }
        return parts;
    }

    private static boolean trueOrFalse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static int within(int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException();
        }
        return number;
    }
}
