package relay.smtp.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import relay.smtp.Reply;

/**
 * Reads replies (RFC 5321, section 4.2.1) from bytes as they arrive, in bounded memory. A bare LF ends a line too. Not
 * to be used again after it has thrown.
 */
final class ReplyParser {
    private static final int CODE_LENGTH = 3;

    private final ClientSettings.ReplyLimits limits;
    private final List<String> lines = new ArrayList<>();
    private byte[] line = new byte[128];
    private int length;
    private int replyBytes;
    private int code;

    ReplyParser(ClientSettings.ReplyLimits limits) {
        this.limits = limits;
    }

    /** The next whole reply, leaving what follows it unread; null once all bytes are read and none is whole. */
    Reply next(ByteBuffer bytes) throws MalformedReplyException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b != '\n') {
                take(b);
            } else if (endLine()) {
                return reply();
            }
        }
        return null;
    }

    private void take(byte b) throws MalformedReplyException {
        // one byte more than the limit, for the CR
        if (length > limits.lineBytes()) {
            throw new MalformedReplyException("reply line longer than " + limits.lineBytes() + " bytes");
        }
        if (++replyBytes > limits.bytes()) {
            throw new MalformedReplyException("reply longer than " + limits.bytes() + " bytes");
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(line.length * 2, limits.lineBytes() + 1));
        }
        line[length++] = b;
    }

    /** Whether the line was the last one of its reply. */
    private boolean endLine() throws MalformedReplyException {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        int lineCode = codeOf(end);
        if (lines.isEmpty()) {
            code = lineCode;
        } else if (lineCode != code) {
            throw new MalformedReplyException("reply codes differ: " + code + " and " + lineCode);
        }
        if (lines.size() == limits.lines()) {
            throw new MalformedReplyException("reply of more than " + limits.lines() + " lines");
        }
        lines.add(PrintableText.of(line, Math.min(CODE_LENGTH + 1, end), end));
        length = 0;
        return end == CODE_LENGTH || line[CODE_LENGTH] == ' ';
    }

    private int codeOf(int end) throws MalformedReplyException {
        if (!startsWithCode(end)) {
            throw new MalformedReplyException("not an SMTP reply: "
                    + PrintableText.shortened(new String(line, 0, end, StandardCharsets.ISO_8859_1)));
        }
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    }

    private boolean startsWithCode(int end) {
        return end >= CODE_LENGTH
                && line[0] >= '2'
                && line[0] <= '5'
                && isDigit(line[1])
                && isDigit(line[2])
                && (end == CODE_LENGTH || line[CODE_LENGTH] == ' ' || line[CODE_LENGTH] == '-');
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private Reply reply() {
        Reply reply = EnhancedCode.split(code, lines);
        lines.clear();
        replyBytes = 0;
        return reply;
    }
}
