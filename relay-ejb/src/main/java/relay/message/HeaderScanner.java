package relay.message;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import relay.message.MessageHeader.Ending;

/** Finds the fields of a header while its bytes arrive; every byte is looked at once. */
final class HeaderScanner {
    private static final int START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int END = 3;
    private static final int OFFSETS = 4;

    private final HeaderLimits limits;
    private int[] offsets = new int[32 * OFFSETS];
    private int fields;
    private int lineStart;
    private int searched;
    private Ending ending;
    private int bodyOffset;

    HeaderScanner(HeaderLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes up the whole lines in the first {@code length} bytes, which begin with all that was given before.
     *
     * @param complete whether nothing follows them
     * @return whether the header has ended
     */
    boolean scan(byte[] bytes, int length, boolean complete) {
        int reach = Math.min(length, limits.maxBytes());
        while (ending == null && searched < reach) {
            if (bytes[searched++] == '\n') {
                line(bytes, searched);
            }
        }
        if (ending == null && length > limits.maxBytes()) {
            end(Ending.TOO_LARGE, lineStart);
        }
        if (ending == null && complete) {
            lastLine(bytes, length);
        }
        return ending != null;
    }

    private void lastLine(byte[] bytes, int length) {
        if (lineStart < length) {
            line(bytes, length);
        }
        if (ending == null) {
            end(Ending.END_OF_CONTENT, length);
        }
    }

    private void line(byte[] bytes, int end) {
        if (isBlank(bytes, end)) {
            end(Ending.SEPARATOR, end);
        } else if (isWhiteSpace(bytes[lineStart])) {
            continuation(end);
        } else {
            field(bytes, end);
        }
        lineStart = end;
    }

    private boolean isBlank(byte[] bytes, int end) {
        int length = end - lineStart;
        return bytes[end - 1] == '\n' && (length == 1 || (length == 2 && bytes[lineStart] == '\r'));
    }

    private void continuation(int end) {
        if (fields == 0) {
            end(Ending.NOT_A_FIELD, lineStart);
        } else {
            offsets[(fields - 1) * OFFSETS + END] = end;
        }
    }

    private void field(byte[] bytes, int end) {
        int nameEnd = nameEnd(bytes, end);
        int colon = skipWhiteSpace(bytes, nameEnd, end);
        if (nameEnd == lineStart || colon == end || bytes[colon] != ':') {
            end(Ending.NOT_A_FIELD, lineStart);
        } else if (fields == limits.maxFields()) {
            end(Ending.TOO_MANY_FIELDS, lineStart);
        } else {
            add(nameEnd, colon + 1, end);
        }
    }

    /** A field name is printable ASCII without colon and space (RFC 5322, section 3.6.8). */
    private int nameEnd(byte[] bytes, int end) {
        int i = lineStart;
        while (i < end && bytes[i] > ' ' && bytes[i] < 127 && bytes[i] != ':') {
            i++;
        }
        return i;
    }

    private static int skipWhiteSpace(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && isWhiteSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private void add(int nameEnd, int valueStart, int end) {
        int at = fields++ * OFFSETS;
        if (at == offsets.length) {
            offsets = Arrays.copyOf(offsets, at * 2);
        }
        offsets[at + START] = lineStart;
        offsets[at + NAME_END] = nameEnd;
        offsets[at + VALUE_START] = valueStart;
        offsets[at + END] = end;
    }

    private void end(Ending how, int bodyStartsAt) {
        ending = how;
        bodyOffset = bodyStartsAt;
    }

    MessageHeader header(byte[] bytes) {
        List<HeaderField> found =
                IntStream.range(0, fields).mapToObj(i -> found(bytes, i)).toList();
        return new MessageHeader(found, bodyOffset, ending);
    }

    private HeaderField found(byte[] bytes, int index) {
        int at = index * OFFSETS;
        return new HeaderField(
                bytes, offsets[at + START], offsets[at + NAME_END], offsets[at + VALUE_START], offsets[at + END]);
    }
}
