package relay.smtp.client;

import java.util.concurrent.CompletableFuture;

/** Opens connections to remote hosts. Thread-safe. */
public interface SmtpClient extends AutoCloseable {
    /**
     * Connects, says EHLO, and encrypts and authenticates as the host asks.
     *
     * @return a future that fails with {@link SmtpFailureException} only
     */
    CompletableFuture<SmtpConnection> connect(RemoteHost host);

    /** Closes all connections and frees the threads. */
    @Override
    void close();
}
