package relay.smtp.client;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

/** An open conversation with a remote host, after EHLO and, where it was possible or required, TLS and AUTH. */
public interface SmtpConnection {
    RemoteHost host();

    /** TLS version and cipher as in {@code TLSv1.3 TLS_AES_256_GCM_SHA384}, or null without TLS. */
    String tls();

    /** What was wrong with TLS although the connection was opened, as far as it was judged; null for nothing. */
    default TlsFault tlsFault() {
        return null;
    }

    /** Our own end, or null where it is not known. */
    default InetAddress localAddress() {
        return null;
    }

    /** Whether the remote host understands DSN options, which are passed on to it then (RFC 3461). */
    boolean passesDsn();

    /** Sends one message; never completes exceptionally. One transaction at a time. */
    CompletableFuture<TransactionResult> send(Transaction transaction);

    /** Whether the connection is still open. */
    boolean isOpen();

    /** Says QUIT and closes; does not wait. */
    void quit();
}
