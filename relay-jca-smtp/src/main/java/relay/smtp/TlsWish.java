package relay.smtp;

import java.util.Locale;

/** What a sender wishes of TLS for one message (RFC 8689). */
public enum TlsWish {
    /** By the REQUIRETLS parameter: authenticated TLS on the whole way, or a bounce. */
    REQUIRED,
    /** By the field {@code TLS-Required: No}: rather delivered without than not at all, whatever the domain's policy. */
    OVERLOOKED;

    /** As it is stored. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The wish of this word; null for null. */
    public static TlsWish of(String word) {
        return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT));
    }
}
