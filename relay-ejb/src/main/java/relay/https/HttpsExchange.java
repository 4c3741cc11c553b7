package relay.https;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import relay.routing.Dns;

/**
 * Speaks HTTPS with servers that strangers name, on a few threads of its own: a server that takes its time holds up
 * nobody but others like it. Names are resolved by our DNS and lead to permitted addresses only; the certificate must be
 * valid for the name; redirects are not followed (RFC 8461, section 3.3).
 */
public final class HttpsExchange implements AutoCloseable {
    /** How long an exchange may take in all. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int HTTPS = 443;
    private static final int THREADS = 8;
    private static final int MOST_WAITING = 1000;
    private static final int MOST_ADDRESSES = 4;
    private static final int CONNECT_MILLIS = 10_000;
    private static final long IDLE_SECONDS = 30;
    private static final String AGENT = "Relay";

    private final Dns dns;
    private final Predicate<InetSocketAddress> permitted;
    private final SSLContext tls;
    private final ExecutorService threads;

    /**
     * An exchange.
     *
     * @param permitted which addresses may be spoken to
     * @param tls with the authorities that count
     */
    public HttpsExchange(Dns dns, Predicate<InetSocketAddress> permitted, SSLContext tls, ThreadFactory factory) {
        this.dns = dns;
        this.permitted = permitted;
        this.tls = tls;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), factory);
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /**
     * One request.
     *
     * @param method GET or POST
     * @param host name, for DNS, SNI, the certificate and the Host field
     * @param port where
     * @param target path and query, beginning with a slash
     * @param contentType of the body, or null without one
     * @param body or an empty one
     * @param mostBytes of the answer's body; a larger one is a failure
     */
    public record Request(
            String method, String host, int port, String target, String contentType, byte[] body, int mostBytes) {}

    /** Asks; the future fails with {@link HttpsFailure}. Does not block. */
    public CompletionStage<HttpsAnswer> send(Request request) {
        return dns.addresses(request.host()).thenCompose(answer -> {
            List<InetSocketAddress> servers = answer.records().stream()
                    .map(address -> new InetSocketAddress(named(request.host(), address), request.port()))
                    .limit(MOST_ADDRESSES)
                    .toList();
            List<InetSocketAddress> open = servers.stream().filter(permitted).toList();
            if (open.isEmpty()) {
                return CompletableFuture.failedFuture(new HttpsFailure(request.host()
                        + (servers.isEmpty() ? " has no address" : " has no address that may be spoken to")));
            }
            return onThread(request, open);
        });
    }

    private CompletionStage<HttpsAnswer> onThread(Request request, List<InetSocketAddress> servers) {
        CompletableFuture<HttpsAnswer> outcome = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                if (outcome.isDone()) {
                    return;
                }
                try {
                    outcome.complete(exchange(request, servers));
                } catch (HttpsFailure | RuntimeException e) {
                    outcome.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException full) {
            outcome.completeExceptionally(new HttpsFailure("too many exchanges wait already"));
        }
        // whoever waits behind slow servers waits no longer than they may take themselves
        return outcome.orTimeout(DEADLINE.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    private HttpsAnswer exchange(Request request, List<InetSocketAddress> servers) throws HttpsFailure {
        HttpsFailure last = null;
        long end = System.nanoTime() + DEADLINE.toNanos();
        for (InetSocketAddress server : servers) {
            try {
                return exchange(request, server, end);
            } catch (SSLException e) {
                throw new HttpsFailure(request.host() + ": TLS: " + e.getMessage(), isOfTheCertificate(e));
            } catch (IOException e) {
                last = new HttpsFailure(request.host() + ": " + e.getMessage());
            }
        }
        throw last;
    }

    private static boolean isOfTheCertificate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /** The socket is closed at the deadline, however slowly the server drips. */
    private HttpsAnswer exchange(Request request, InetSocketAddress server, long end) throws IOException, HttpsFailure {
        try (Socket plain = new Socket()) {
            CompletableFuture<Void> deadline = CompletableFuture.runAsync(
                    () -> close(plain),
                    CompletableFuture.delayedExecutor(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            try {
                plain.connect(server, CONNECT_MILLIS);
                try (SSLSocket socket = encrypted(plain, request)) {
                    socket.startHandshake();
                    say(request, socket.getOutputStream());
                    return new HttpsReader(socket.getInputStream(), request.mostBytes()).read();
                }
            } finally {
                deadline.cancel(false);
            }
        }
    }

    private SSLSocket encrypted(Socket plain, Request request) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, request.host(), request.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName(request.host())));
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static void say(Request request, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(request.host())
                .append(request.port() == HTTPS ? "" : ":" + request.port())
                .append("\r\nUser-Agent: ")
                .append(AGENT)
                .append("\r\nConnection: close\r\n");
        if (request.contentType() != null) {
            Map.of("Content-Type", request.contentType(), "Content-Length", Integer.toString(request.body().length))
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.write(request.body());
        out.flush();
    }

    private static InetAddress named(String host, InetAddress address) {
        try {
            return InetAddress.getByAddress(host, address.getAddress());
        } catch (IOException e) {
            return address;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use either way
            return;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
