package relay.delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import relay.routing.Route;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpClient;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.SmtpFailureException;
import relay.smtp.client.Stage;
import relay.smtp.client.TlsRequirement;

/**
 * Tries the hosts of a route one after the other until one takes the connection (RFC 5321, section 5.1). A host that
 * refuses for good with its greeting ends the search only when it was the last: another may still take the mail.
 */
public final class Connector {
    private final SmtpClient client;

    public Connector(SmtpClient client) {
        this.client = client;
    }

    /** A connection, or the failure of the last host that was tried; encrypted where that is required. */
    CompletableFuture<Connected> connect(Route.Hosts route, boolean requiresTls) {
        return tryFrom(requiresTls ? encrypted(route.hosts()) : route.hosts(), 0);
    }

    private static List<RemoteHost> encrypted(List<RemoteHost> hosts) {
        return hosts.stream()
                .map(host -> host.tls() == TlsRequirement.OPPORTUNISTIC
                        ? new RemoteHost(host.name(), host.address(), TlsRequirement.ENCRYPTED, host.login())
                        : host)
                .toList();
    }

    private CompletableFuture<Connected> tryFrom(List<RemoteHost> hosts, int index) {
        RemoteHost host = hosts.get(index);
        return client.connect(host)
                .handle((connection, failure) ->
                        failure == null ? new Connected(connection, host, null) : failed(host, failure))
                .thenCompose(connected -> connected.connection() != null || index + 1 == hosts.size()
                        ? CompletableFuture.completedFuture(connected)
                        : tryFrom(hosts, index + 1));
    }

    private static Connected failed(RemoteHost host, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new Connected(
                null,
                host,
                cause instanceof SmtpFailureException known
                        ? known.failure()
                        : new SmtpFailure(Stage.CONNECT, null, String.valueOf(cause)));
    }

    /**
     * What came of trying.
     *
     * @param connection or null
     * @param host that was reached, or tried last
     * @param failure why there is no connection, or null
     */
    record Connected(SmtpConnection connection, RemoteHost host, SmtpFailure failure) {}
}
