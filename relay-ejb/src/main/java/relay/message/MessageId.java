package relay.message;

import java.util.Optional;

/**
 * A message identifier (RFC 5322, section 3.6.4), without its angle brackets.
 *
 * @param left the part before the last {@code @}
 * @param right the part after it, as a rule a host name
 */
public record MessageId(String left, String right) {
    /** Longest identifier with brackets that fits a line of 998 octets beside its field name. */
    public static final int MAX_LENGTH = 984;

    /** The identifier in the value of a Message-ID field, or empty when it is none. */
    public static Optional<MessageId> parse(String value) {
        String id = value.strip();
        int at = id.lastIndexOf('@');
        boolean framed = id.startsWith("<") && id.endsWith(">") && id.length() <= MAX_LENGTH;
        if (!framed || at < 2 || at > id.length() - 3) {
            return Optional.empty();
        }
        String inner = id.substring(1, id.length() - 1);
        return inner.chars().allMatch(MessageId::mayOccur)
                ? Optional.of(new MessageId(id.substring(1, at), id.substring(at + 1, id.length() - 1)))
                : Optional.empty();
    }

    private static boolean mayOccur(int c) {
        return c > ' ' && c != '<' && c != '>' && !(c >= 127 && c < 160);
    }

    /** The identifier in its angle brackets, as the header field has it. */
    @Override
    public String toString() {
        return "<" + left + "@" + right + ">";
    }
}
