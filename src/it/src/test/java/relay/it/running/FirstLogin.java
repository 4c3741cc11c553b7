package relay.it.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code first-login.txt} tells.
 *
 * @param text the whole file
 */
public record FirstLogin(String text) {
    /** Reads it in a data directory. */
    static FirstLogin in(Path dataDirectory) throws IOException {
        return new FirstLogin(Files.readString(dataDirectory.resolve("first-login.txt")));
    }

    public String administratorPassword() {
        return found("password  (\\S+)\\R\\R");
    }

    public String username() {
        return found("username  (\\S+)");
    }

    public String password() {
        return found("username  \\S+\\R\\s*password  (\\S+)");
    }

    public String restKey() {
        return found("REST key  (\\S+)");
    }

    /** The line that sends a message. */
    public String curlLine() {
        return found("(?m)^(printf .* curl .*)$");
    }

    private String found(String expression) {
        Matcher matcher = Pattern.compile(expression).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("first-login.txt lacks " + expression);
        }
        return matcher.group(1);
    }

    @Override
    public String toString() {
        return "FirstLogin[…]";
    }
}
