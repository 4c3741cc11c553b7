package relay.smtp.dialog;

import java.io.ByteArrayOutputStream;
import relay.smtp.Content;
import relay.smtp.server.ContentStore;
import relay.smtp.server.ContentWriter;

/** Keeps messages in memory, whatever their size; says that it is full now and then, so that spilling is asked for. */
public final class MemoryStore implements ContentStore {
    private static final int SPILL_AFTER = 1000;

    private int open;

    /** Messages that were opened and neither finished nor discarded. */
    public int open() {
        return open;
    }

    @Override
    public ContentWriter open(long expected) {
        open++;
        return new ContentWriter() {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            private int spilled;
            private boolean ended;

            @Override
            public void write(byte[] source, int offset, int length) {
                bytes.write(source, offset, length);
            }

            @Override
            public boolean isFull() {
                return bytes.size() - spilled >= SPILL_AFTER;
            }

            @Override
            public void spill() {
                spilled = bytes.size();
            }

            @Override
            public Content finish() {
                end();
                return Content.of(bytes.toByteArray());
            }

            @Override
            public void discard() {
                end();
            }

            private void end() {
                if (!ended) {
                    ended = true;
                    open--;
                }
            }
        };
    }
}
