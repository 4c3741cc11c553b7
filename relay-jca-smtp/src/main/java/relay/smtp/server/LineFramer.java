package relay.smtp.server;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import relay.smtp.Reply;

/**
 * Cuts the byte stream into lines. A line ends at LF, and is a command only when CRLF ended it and it holds no other CR
 * (RFC 5321, section 2.3.8): a lenient reader here is what SMTP smuggling lives on. Memory is bounded by the longest
 * line; what goes beyond is dropped and answered once.
 */
final class LineFramer {
    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte[] NOTHING = {};

    private final int longestLine;
    private byte[] partial = NOTHING;
    private boolean tooLong;

    LineFramer(int longestLine) {
        this.longestLine = longestLine;
    }

    /** The next whole line, or null when the buffer ended before one did; then all its bytes have been taken. */
    Line next(ByteBuf in) {
        if (!in.isReadable()) {
            return null;
        }
        int end = in.indexOf(in.readerIndex(), in.writerIndex(), LF);
        if (end < 0) {
            keep(in, in.readableBytes());
            return null;
        }
        keep(in, end + 1 - in.readerIndex());
        return finish();
    }

    private void keep(ByteBuf in, int length) {
        tooLong |= partial.length + length > longestLine;
        if (tooLong) {
            in.skipBytes(length);
            partial = NOTHING;
            return;
        }
        int start = partial.length;
        partial = Arrays.copyOf(partial, start + length);
        in.readBytes(partial, start, length);
    }

    private Line finish() {
        byte[] octets = partial;
        boolean dropped = tooLong;
        partial = NOTHING;
        tooLong = false;
        return dropped ? Line.faulty(Replies.LINE_TOO_LONG) : line(octets);
    }

    private static Line line(byte[] octets) {
        int length = octets.length - 2;
        if (length < 0 || indexOf(octets, CR) != length) {
            return Line.faulty(Replies.LINE_NOT_CRLF);
        }
        return decode(octets, length);
    }

    private static int indexOf(byte[] octets, byte wanted) {
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static Line decode(byte[] octets, int length) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
            return Line.of(text, octets.length);
        } catch (CharacterCodingException e) {
            return Line.faulty(Reply.of(500, "5.5.2", "The command is not valid UTF-8"));
        }
    }
}
