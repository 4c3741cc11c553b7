package relay.smtp;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a message, dot-stuffing removed, every line ended by CRLF. Small contents are in memory, large ones in a
 * spool file; {@link #close} frees both.
 */
public interface Content extends AutoCloseable {
    /** Length in bytes. */
    long size();

    /** A fresh stream over all bytes from the first; may be called more than once. */
    InputStream open() throws IOException;

    /** Frees the memory or deletes the spool file. Idempotent. */
    @Override
    void close();

    /** Content in memory; the array is not copied. */
    static Content of(byte[] bytes) {
        return new MemoryContent(bytes);
    }
}
