package relay.submission;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import relay.dkim.BodyHash;

/** What is learnt of a content while it is read once: the hash that signing needs, and whether bytes above 127 occur. */
final class BodyScan extends FilterInputStream {
    private final BodyHash hash = BodyHash.relaxed();
    private int headerLeft;
    private boolean headerEightBit;
    private boolean bodyEightBit;

    /**
     * A scan.
     *
     * @param headerSize bytes before the body, which the hash leaves out
     */
    BodyScan(InputStream content, int headerSize) {
        super(content);
        this.headerLeft = headerSize;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = in.read(target, from, length);
        if (count > 0) {
            int header = Math.min(headerLeft, count);
            headerLeft -= header;
            headerEightBit |= hasEightBit(target, from, header);
            bodyEightBit |= hasEightBit(target, from + header, count - header);
            hash.feed(target, from + header, count - header);
        }
        return count;
    }

    private static boolean hasEightBit(byte[] bytes, int from, int count) {
        int all = 0;
        for (int i = from; i < from + count; i++) {
            all |= bytes[i];
        }
        return (all & 0x80) != 0;
    }

    /** The relaxed body hash, once everything was read. */
    byte[] bodyHash() {
        return hash.finish();
    }

    boolean isEightBit() {
        return headerEightBit || bodyEightBit;
    }

    boolean isHeaderEightBit() {
        return headerEightBit;
    }
}
