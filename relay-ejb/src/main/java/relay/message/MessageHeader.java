package relay.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The header of a message: its fields in order, and where the body begins (RFC 5322, section 2.1).
 *
 * <p>Nothing is an error here. A line that is no field ends the header, as it does for other mail software, and belongs
 * to the body; {@link #ending} tells. Lines end with CRLF; a bare LF is taken for a line end too, so that nothing that
 * other software might see as a field escapes notice.
 */
public final class MessageHeader {
    private static final int CHUNK = 8 * 1024;

    /** What ended the header. */
    public enum Ending {
        /** The empty line that parts header and body. */
        SEPARATOR,
        /** The message ended: it has no body. */
        END_OF_CONTENT,
        /** A line that is no header field; it is the first line of the body. */
        NOT_A_FIELD,
        /** The header goes on past {@link HeaderLimits#maxBytes}. */
        TOO_LARGE,
        /** The header goes on past {@link HeaderLimits#maxFields}. */
        TOO_MANY_FIELDS
    }

    private final List<HeaderField> fields;
    private final int bodyOffset;
    private final Ending ending;

    MessageHeader(List<HeaderField> fields, int bodyOffset, Ending ending) {
        this.fields = fields;
        this.bodyOffset = bodyOffset;
        this.ending = ending;
    }

    /** The header of a message, or of a header alone, within the default limits. The array is not copied. */
    public static MessageHeader parse(byte[] message) {
        return parse(message, HeaderLimits.ofDefaults());
    }

    /** The header of a message, or of a header alone. The array is not copied. */
    public static MessageHeader parse(byte[] message, HeaderLimits limits) {
        HeaderScanner scanner = new HeaderScanner(limits);
        scanner.scan(message, message.length, true);
        return scanner.header(message);
    }

    /** The header of the message in the stream, of which little more than the header is read; it is not closed. */
    public static MessageHeader read(InputStream in, HeaderLimits limits) throws IOException {
        HeaderScanner scanner = new HeaderScanner(limits);
        byte[] bytes = new byte[CHUNK];
        int length = 0;
        boolean ended = false;
        while (!ended) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            int n = in.readNBytes(bytes, length, bytes.length - length);
            length += n;
            ended = scanner.scan(bytes, length, n == 0);
        }
        return scanner.header(bytes);
    }

    /** All fields in the order of the message. */
    public List<HeaderField> fields() {
        return fields;
    }

    /** The topmost field of this name. */
    public Optional<HeaderField> first(String name) {
        return fields.stream().filter(f -> f.is(name)).findFirst();
    }

    /** Every field of this name, topmost first. */
    public List<HeaderField> all(String name) {
        return fields.stream().filter(f -> f.is(name)).toList();
    }

    /** Offset of the body's first byte: after the empty line, or at the line that is no field. */
    public int bodyOffset() {
        return bodyOffset;
    }

    /** What ended the header. */
    public Ending ending() {
        return ending;
    }

    /** Whether the header was longer than its limits allow; the fields are then not all of them. */
    public boolean exceedsLimits() {
        return ending == Ending.TOO_LARGE || ending == Ending.TOO_MANY_FIELDS;
    }
}
