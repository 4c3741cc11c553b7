package relay.smtp.server;

import java.io.IOException;
import relay.smtp.Content;

/** Takes the bytes of one message. Used by one thread at a time; exactly one of finish and discard ends it. */
public interface ContentWriter {
    /** Keeps a copy of the bytes. Memory only: does not block. */
    void write(byte[] bytes, int offset, int length);

    /** Whether {@link #spill} is due before more is written. */
    boolean isFull();

    /** Moves what is in memory to disk; may block. */
    void spill() throws IOException;

    /** The whole message, from now on the caller's to close. */
    Content finish();

    /** Frees everything. Idempotent, and harmless after {@link #finish}. */
    void discard();
}
