package relay.smtp.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import relay.smtp.Reply;

/**
 * Writes replies (RFC 5321, section 4.2; RFC 2034, section 4: the enhanced code on every line). Text may come from the
 * application: whatever could break a line, and everything outside ASCII, is replaced, and a line is cut at its limit.
 */
final class ReplyEncoder {
    /** RFC 5321, section 4.5.3.1.5, without CRLF. */
    private static final int LONGEST_LINE = 510;

    private ReplyEncoder() {}

    static ByteBuf encode(Reply reply, ByteBufAllocator allocator) {
        StringBuilder text = new StringBuilder();
        int last = reply.lines().size() - 1;
        for (int i = 0; i <= last; i++) {
            appendLine(text, reply, reply.lines().get(i), i == last ? ' ' : '-');
        }
        ByteBuf encoded = allocator.buffer(text.length());
        encoded.writeCharSequence(text, StandardCharsets.US_ASCII);
        return encoded;
    }

    private static void appendLine(StringBuilder out, Reply reply, String line, char separator) {
        int start = out.length();
        out.append(reply.code()).append(separator);
        if (reply.enhanced() != null) {
            out.append(reply.enhanced()).append(' ');
        }
        out.append(line);
        boolean challenge = reply.isIntermediate();
        if (!challenge && out.length() - start > LONGEST_LINE) {
            out.setLength(start + LONGEST_LINE);
        }
        for (int i = start; i < out.length(); i++) {
            if (out.charAt(i) < ' ' || out.charAt(i) > '~') {
                out.setCharAt(i, out.charAt(i) < ' ' ? ' ' : '?');
            }
        }
        out.append("\r\n");
    }
}
