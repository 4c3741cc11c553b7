package relay.smtp.server;

/**
 * Reads message text in one pass: finds the final dot, removes dot-stuffing and checks line ends, while runs of ordinary
 * text are copied as they stand (RFC 5321, sections 4.1.1.4 and 4.5.2).
 *
 * <p>Only CRLF.CRLF ends a message. A bare CR or LF is a fault, remembered until that end: a reader that took
 * {@code LF.CRLF} for the end would let a sender smuggle a second message past the first server (RFC 5321, section
 * 2.3.8). After a fault nothing more is copied. BDAT chunks go through the same check without dots (RFC 3030), because
 * the next hop may get them by DATA.
 */
final class MessageDecoder {
    /** Why a text cannot be accepted. */
    enum Fault {
        BARE_LINE_END,
        LONG_LINE
    }

    private enum Place {
        LINE_START,
        IN_LINE,
        AFTER_CR,
        AFTER_DOT,
        AFTER_DOT_CR
    }

    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte DOT = '.';
    private static final byte[] CRLF = {CR, LF};

    private final boolean dotted;
    private final int longestLine;
    private Place place = Place.LINE_START;
    private Fault fault;
    private boolean ended;
    private boolean eightBit;
    private int lineLength;
    private byte[] in;
    private int copied;

    private MessageDecoder(boolean dotted, int longestLine) {
        this.dotted = dotted;
        this.longestLine = longestLine;
    }

    /**
     * For DATA.
     *
     * @param longestLine octets that a line may have without its CRLF
     */
    static MessageDecoder dotted(int longestLine) {
        return new MessageDecoder(true, longestLine);
    }

    /** For the chunks of BDAT. */
    static MessageDecoder plain(int longestLine) {
        return new MessageDecoder(false, longestLine);
    }

    /** Takes bytes up to the end of the message or of the range; returns the index after the last one taken. */
    int decode(byte[] bytes, int from, int to, ContentWriter out) {
        in = bytes;
        copied = from;
        int i = from;
        while (i < to && !ended) {
            i = switch (place) {
                case LINE_START -> atLineStart(i, out);
                case IN_LINE -> inLine(i, to);
                case AFTER_CR -> afterCr(i);
                case AFTER_DOT -> afterDot(i);
                case AFTER_DOT_CR -> afterDotCr(i);
            };
        }
        copy(i, out);
        in = null;
        return i;
    }

    /** Ends a chunked message: completes its last line, as DATA would require of the next hop. */
    void end(ContentWriter out) {
        ended = true;
        if (place == Place.AFTER_CR) {
            fault(Fault.BARE_LINE_END);
        } else if (place == Place.IN_LINE && fault == null) {
            out.write(CRLF, 0, CRLF.length);
        }
    }

    /** Whether the final dot has been seen. */
    boolean ended() {
        return ended;
    }

    /** The first fault of the text so far, or null. */
    Fault fault() {
        return fault;
    }

    /** Whether an octet above 127 has occurred. */
    boolean eightBit() {
        return eightBit;
    }

    private int atLineStart(int i, ContentWriter out) {
        if (!dotted || in[i] != DOT) {
            place = Place.IN_LINE;
            return i;
        }
        copy(i, out);
        copied = i + 1;
        place = Place.AFTER_DOT;
        return i + 1;
    }

    private int inLine(int from, int to) {
        int i = endOfRun(from, to);
        if (i == to) {
            return i;
        }
        if (in[i] == LF) {
            fault(Fault.BARE_LINE_END);
        } else {
            place = Place.AFTER_CR;
        }
        return i + 1;
    }

    /** The index of the next CR or LF. The one loop that touches every byte. */
    private int endOfRun(int from, int to) {
        byte[] bytes = in;
        int bits = 0;
        int i = from;
        for (; i < to; i++) {
            byte b = bytes[i];
            if (b == CR || b == LF) {
                break;
            }
            bits |= b;
        }
        eightBit |= bits < 0;
        lineLength += i - from;
        if (lineLength > longestLine) {
            fault(Fault.LONG_LINE);
        }
        return i;
    }

    private int afterCr(int i) {
        if (in[i] != LF) {
            return bareCr(i);
        }
        lineLength = 0;
        place = Place.LINE_START;
        return i + 1;
    }

    private int afterDot(int i) {
        if (in[i] != CR) {
            place = Place.IN_LINE;
            return i;
        }
        // belongs to the final dot or to a fault: in neither case to the text
        copied = i + 1;
        place = Place.AFTER_DOT_CR;
        return i + 1;
    }

    private int afterDotCr(int i) {
        if (in[i] != LF) {
            return bareCr(i);
        }
        copied = i + 1;
        ended = true;
        return i + 1;
    }

    private int bareCr(int i) {
        fault(Fault.BARE_LINE_END);
        place = Place.IN_LINE;
        return i;
    }

    private void fault(Fault found) {
        if (fault == null) {
            fault = found;
        }
    }

    private void copy(int end, ContentWriter out) {
        if (fault == null && end > copied) {
            out.write(in, copied, end - copied);
        }
        copied = end;
    }
}
