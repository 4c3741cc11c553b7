package relay.smtp.client;

import java.util.concurrent.CompletableFuture;

/** Opens connections to remote hosts. Thread-safe. */
public interface SmtpClient extends AutoCloseable {
    /**
     * Connects, says EHLO, and encrypts and authenticates as the host asks.
     *
     * @param egress by which way; where that is at fault, the failure is of the stage {@link Stage#EGRESS}
     * @return a future that fails with {@link SmtpFailureException} only
     */
    CompletableFuture<SmtpConnection> connect(RemoteHost host, Egress egress);

    /** The same by the way that the system chooses. */
    default CompletableFuture<SmtpConnection> connect(RemoteHost host) {
        return connect(host, Egress.direct());
    }

    /** Closes all connections and frees the threads. */
    @Override
    void close();
}
