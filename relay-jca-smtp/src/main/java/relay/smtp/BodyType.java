package relay.smtp;

/** The BODY parameter of MAIL (RFC 6152). */
public enum BodyType {
    /** Octets above 127 do not occur. */
    SEVEN_BIT,
    /** Octets above 127 may occur; lines still end in CRLF and stay within 998 octets. */
    EIGHT_BIT_MIME
}
