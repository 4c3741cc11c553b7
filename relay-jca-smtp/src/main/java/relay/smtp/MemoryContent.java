package relay.smtp;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Content that fits in memory. */
final class MemoryContent implements Content {
    private final byte[] bytes;

    MemoryContent(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {}
}
