package relay.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import relay.routing.Route;
import relay.shaping.TlsPolicy;
import relay.smtp.Reply;
import relay.smtp.client.Egress;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpClient;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.SmtpFailureException;
import relay.smtp.client.Stage;
import relay.smtp.client.TlsFault;
import relay.tlsrpt.SessionCounts;
import relay.tlsrpt.SessionCounts.Tried;

/**
 * Tries the hosts of a route one after the other until one takes the connection (RFC 5321, section 5.1). A host that
 * refuses for good with its greeting ends the search only when it was the last: another may still take the mail.
 */
public final class Connector {
    private final SmtpClient client;
    private final SessionCounts sessions;

    /** A connector whose sessions nobody counts. */
    public Connector(SmtpClient client) {
        this(client, SessionCounts.NONE);
    }

    /** @param sessions hears of every host that was tried */
    public Connector(SmtpClient client, SessionCounts sessions) {
        this.client = client;
        this.sessions = sessions;
    }

    /** Where sessions are counted; on the engine's thread only. */
    SessionCounts sessions() {
        return sessions;
    }

    /** An address reaches those of its own family only; all of them when none is, so that there is somebody to name. */
    private static List<RemoteHost> inReach(List<RemoteHost> hosts, Egress egress) {
        if (egress.address() == null) {
            return hosts;
        }
        List<RemoteHost> inReach = hosts.stream()
                .filter(host -> egress.reaches(host.address().getAddress()))
                .toList();
        return inReach.isEmpty() ? hosts : inReach;
    }

    /** A connection from a source, or the failure of the last host that was tried; encrypted as far as the policy wants. */
    CompletableFuture<Connected> connect(Route.Hosts route, TlsPolicy policy, Egress egress) {
        List<RemoteHost> hosts = inReach(Demands.of(route.hosts(), policy), egress);
        return hosts.isEmpty()
                ? CompletableFuture.completedFuture(withoutDane(route.hosts().get(0)))
                : tryFrom(hosts, egress, 0, new ArrayList<>());
    }

    private static Connected withoutDane(RemoteHost first) {
        String words = "DANE is required here, and no mail host has TLSA records that can be relied on";
        return new Connected(
                null,
                first,
                new SmtpFailure(Stage.CONNECT, Reply.of(451, "4.7.5", words), words, TlsFault.DANE_REQUIRED),
                List.of(new Tried(first, TlsFault.DANE_REQUIRED, null)));
    }

    private CompletableFuture<Connected> tryFrom(List<RemoteHost> hosts, Egress egress, int index, List<Tried> tried) {
        RemoteHost host = hosts.get(index);
        return client.connect(host, egress)
                .handle((connection, failure) ->
                        failure == null ? opened(connection, host, tried) : failed(host, failure, tried))
                .thenCompose(connected -> connected.ends() || index + 1 == hosts.size()
                        ? CompletableFuture.completedFuture(connected)
                        : tryFrom(hosts, egress, index + 1, tried));
    }

    private static Connected opened(SmtpConnection connection, RemoteHost host, List<Tried> tried) {
        tried.add(new Tried(host, connection.tlsFault(), connection.localAddress()));
        return new Connected(connection, host, null, tried);
    }

    private static Connected failed(RemoteHost host, Throwable failure, List<Tried> tried) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        SmtpFailure what = cause instanceof SmtpFailureException known
                ? known.failure()
                : new SmtpFailure(Stage.CONNECT, null, String.valueOf(cause));
        if (what.fault() != null) {
            tried.add(new Tried(host, what.fault(), null));
        }
        return new Connected(null, host, host.requiresTls() && what.fault() != null ? unprotected(what) : what, tried);
    }

    /** Mail that requires TLS does not wait for a host to become secure (RFC 8689, section 4.2.1). */
    private static SmtpFailure unprotected(SmtpFailure failure) {
        return new SmtpFailure(
                Stage.EHLO,
                Reply.of(550, "5.7.10", "Encryption needed: " + failure.cause()),
                failure.cause(),
                failure.fault());
    }

    /**
     * What came of trying.
     *
     * @param connection or null
     * @param host that was reached, or tried last
     * @param failure why there is no connection, or null
     * @param tried hosts of whose TLS something can be told
     */
    record Connected(SmtpConnection connection, RemoteHost host, SmtpFailure failure, List<Tried> tried) {
        Connected {
            tried = List.copyOf(tried);
        }

        /** Whether another host would make no difference. */
        boolean ends() {
            return connection != null || isOfTheSource();
        }

        /** Whether our own address or proxy was at fault. */
        boolean isOfTheSource() {
            return failure != null && failure.stage() == Stage.EGRESS;
        }
    }
}
