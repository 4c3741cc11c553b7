package relay.dkim;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/** The domains and selectors of signatures (RFC 6376, sections 3.1 and 3.5). */
final class DnsName {
    private static final String LABEL = "[A-Za-z0-9_][A-Za-z0-9_-]{0,62}+";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+");
    private static final int MAX_LENGTH = 253;

    private DnsName() {}

    /** Whether the name can stand in a signature as it is, and be looked up. */
    static boolean isValid(String name) {
        return name.length() <= MAX_LENGTH && NAME.matcher(name).matches();
    }

    /** The name in the form that it is looked up in (RFC 8616, section 4), or empty when it is no name. */
    static Optional<String> toAscii(String name) {
        try {
            return Optional.of(IDN.toASCII(name)).filter(DnsName::isValid);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
