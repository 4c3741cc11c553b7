package relay.content;

import java.io.IOException;
import java.io.InputStream;
import relay.smtp.Content;

/** A large content that is read from the database one chunk at a time. */
final class ChunkedContent implements Content {
    private final ContentStore store;
    private final String queueId;
    private final long size;

    ChunkedContent(ContentStore store, String queueId, long size) {
        this.store = store;
        this.queueId = queueId;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        return new Chunks();
    }

    @Override
    public void close() {
        // nothing is held between reads
    }

    /** Holds one chunk at a time. */
    private final class Chunks extends InputStream {
        private byte[] chunk = new byte[0];
        private int next;
        private int offset;
        private long read;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (offset == chunk.length && !advance()) {
                return -1;
            }
            int count = Math.min(length, chunk.length - offset);
            System.arraycopy(chunk, offset, target, from, count);
            offset += count;
            read += count;
            return count;
        }

        private boolean advance() throws IOException {
            if (read == size) {
                return false;
            }
            byte[] bytes = store.chunk(queueId, next++);
            if (bytes == null) {
                throw new ContentGoneException(
                        "The content of " + queueId + " ends after " + read + " of " + size + " bytes");
            }
            chunk = bytes;
            offset = 0;
            return true;
        }
    }
}
