package relay.smtp;

import java.util.List;
import java.util.Objects;

/**
 * One SMTP reply, as it is said on the wire (RFC 5321, section 4.2).
 *
 * @param code the three-digit reply code, 200 to 599
 * @param enhanced the enhanced status code of RFC 3463 such as {@code 5.7.1}, or null where none applies (greeting,
 *     EHLO, 3xx; RFC 2034, section 4)
 * @param lines the text lines, without code, enhanced code or line ends; at least one
 */
public record Reply(int code, String enhanced, List<String> lines) {
    public Reply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("SMTP reply code out of range: " + code);
        }
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("SMTP reply without text");
        }
    }

    /** A reply of one line with an enhanced status code. */
    public static Reply of(int code, String enhanced, String text) {
        return new Reply(code, Objects.requireNonNull(enhanced), List.of(text));
    }

    /** A reply of one line without an enhanced status code. */
    public static Reply of(int code, String text) {
        return new Reply(code, null, List.of(text));
    }

    /** 2xx. */
    public boolean isPositive() {
        return code < 300;
    }

    /** 3xx: the peer waits for more. */
    public boolean isIntermediate() {
        return code >= 300 && code < 400;
    }

    /** 4xx: try again later (RFC 5321, section 4.2.1). */
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    /** 5xx: do not repeat the request unchanged. */
    public boolean isPermanent() {
        return code >= 500;
    }

    /** The text on one line, its lines joined by a space. */
    public String text() {
        return String.join(" ", lines);
    }

    /** The reply on one line, as logs and pages show it: {@code 550 5.1.1 no such user}. */
    @Override
    public String toString() {
        return enhanced == null ? code + " " + text() : code + " " + enhanced + " " + text();
    }
}
