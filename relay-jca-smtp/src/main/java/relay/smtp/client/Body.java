package relay.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import relay.smtp.Content;
import relay.smtp.Reply;

/** A content as it goes over the wire: dot-stuffed, in blocks, the last of which ends with the final dot. */
interface Body {
    /** Delivers the next block, at once or later, one at a time. */
    void next(Wire wire, Wire.Answer<Block> then);

    /** Frees what is open; nothing is delivered any more. */
    void close();

    /** Bytes for the wire; the array is not changed any more. */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(byte[] bytes, int length, boolean last) {}

    /** A content has line ends that could be taken for its end (RFC 5321, section 2.3.8). */
    final class BareLineEndException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * A content of one block, read and checked now; blocks.
     *
     * @throws IOException if it cannot be read whole, or must not be sent
     */
    static Body read(Content content) throws IOException {
        int size = Math.toIntExact(content.size());
        try (InputStream in = content.open()) {
            // one byte more, to see a content that is longer than it says
            byte[] bytes = in.readNBytes(size + 1);
            requireSize(bytes.length, size);
            return new PreparedBody(stuffed(bytes));
        }
    }

    private static Block stuffed(byte[] bytes) throws IOException {
        DotStuffing stuffing = new DotStuffing();
        byte[] out = new byte[DotStuffing.room(bytes.length)];
        int length = stuffing.end(out, stuffing.stuff(bytes, bytes.length, out));
        requireWholeLineEnds(stuffing);
        return new Block(out, length, true);
    }

    static void requireSize(long read, long size) throws IOException {
        if (read != size) {
            throw new IOException(
                    read < size
                            ? "ended after " + read + " of " + size + " bytes"
                            : "is longer than " + size + " bytes");
        }
    }

    static void requireWholeLineEnds(DotStuffing stuffing) throws BareLineEndException {
        if (stuffing.sawBareLineEnd()) {
            throw new BareLineEndException();
        }
    }

    /** What a content means for its recipients that could not be read, or must not be sent. */
    static SmtpFailure failure(Exception failure) {
        if (failure instanceof BareLineEndException) {
            Reply refusal = Reply.of(554, "5.6.0", "the content has a CR or LF that is no line end");
            return new SmtpFailure(Stage.CONTENT, refusal, refusal.text());
        }
        return new SmtpFailure(
                Stage.CONTENT,
                null,
                "content could not be read: " + PrintableText.shortened(String.valueOf(failure.getMessage())));
    }
}
