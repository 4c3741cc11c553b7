package relay.compose;

/**
 * What a text is like.
 *
 * @param size in bytes
 * @param eightBit how many bytes are above 127
 * @param longestLine in bytes without its line end
 * @param nul whether a NUL occurs
 * @param loneReturn whether a carriage return occurred that ended no line
 */
public record TextFacts(long size, long eightBit, int longestLine, boolean nul, boolean loneReturn) {
    /** Longest line of a message without CRLF (RFC 5322, section 2.1.1). */
    public static final int MAX_LINE = 998;

    /** The transfer encoding that carries the text everywhere, and keeps it readable where that costs little. */
    Encoding encoding() {
        if (eightBit == 0 && longestLine <= MAX_LINE && !nul) {
            return Encoding.SEVEN_BIT;
        }
        return eightBit * 4 <= size ? Encoding.QUOTED_PRINTABLE : Encoding.BASE64;
    }
}
