package relay.delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import relay.routing.Route;
import relay.smtp.client.Egress;
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

    /** A connection from a source, or the failure of the last host that was tried; encrypted where that is required. */
    CompletableFuture<Connected> connect(Route.Hosts route, boolean requiresTls, Egress egress) {
        List<RemoteHost> hosts = inReach(route.hosts(), egress);
        return tryFrom(requiresTls ? encrypted(hosts) : hosts, egress, 0);
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

    private static List<RemoteHost> encrypted(List<RemoteHost> hosts) {
        return hosts.stream()
                .map(host -> host.tls() == TlsRequirement.OPPORTUNISTIC
                        ? new RemoteHost(host.name(), host.address(), TlsRequirement.ENCRYPTED, host.login())
                        : host)
                .toList();
    }

    private CompletableFuture<Connected> tryFrom(List<RemoteHost> hosts, Egress egress, int index) {
        RemoteHost host = hosts.get(index);
        return client.connect(host, egress)
                .handle((connection, failure) ->
                        failure == null ? new Connected(connection, host, null) : failed(host, failure))
                .thenCompose(connected -> connected.ends() || index + 1 == hosts.size()
                        ? CompletableFuture.completedFuture(connected)
                        : tryFrom(hosts, egress, index + 1));
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
    record Connected(SmtpConnection connection, RemoteHost host, SmtpFailure failure) {
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
