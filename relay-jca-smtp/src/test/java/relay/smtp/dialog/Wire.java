package relay.smtp.dialog;

import java.io.IOException;

/** A connection to an SMTP server, as a client has it. */
public interface Wire extends AutoCloseable {
    /** Sends these bytes at once. */
    void send(byte[] bytes) throws IOException;

    /** The next line from the server without its CRLF; null when the server has closed. */
    String readLine() throws IOException;

    /** Does the TLS handshake. */
    void startTls() throws IOException;

    @Override
    void close() throws IOException;
}
