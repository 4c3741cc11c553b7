package relay.tlsrpt;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.TlsFault;

/**
 * Counts sessions as reports want them: each once for every domain whose mail it carried, with the hosts that were tried
 * before it. Belongs to the engine's thread.
 */
public final class SessionCounts {
    /** Counts nothing. */
    public static final SessionCounts NONE = new SessionCounts(null);

    private final Subscribers subscribers;
    private final Map<SmtpConnection, Session> sessions = new WeakHashMap<>();

    /** @param subscribers or null to count nothing */
    public SessionCounts(Subscribers subscribers) {
        this.subscribers = subscribers;
    }

    /**
     * A host that was tried.
     *
     * @param host which
     * @param fault what was wrong with TLS, or null
     * @param ourAddress from which, or null
     */
    public record Tried(RemoteHost host, TlsFault fault, InetAddress ourAddress) {}

    private record Session(List<Tried> tried, Set<String> domains) {}

    /** A connection was opened, after these tries, its own the last. */
    public void opened(SmtpConnection connection, List<Tried> tried) {
        if (subscribers != null) {
            sessions.put(connection, new Session(List.copyOf(tried), new HashSet<>()));
        }
    }

    /** A connection carries mail of a domain. */
    public void carries(SmtpConnection connection, String domain) {
        if (subscribers == null || !subscribers.wantsReports(domain)) {
            return;
        }
        Session session = sessions.get(connection);
        if (session != null && session.domains().add(domain)) {
            count(domain, session.tried());
        }
    }

    /** No connection came about for mail of a domain; what had nothing to do with TLS is not told. */
    public void failed(String domain, List<Tried> tried) {
        if (subscribers != null) {
            count(
                    domain,
                    tried.stream().filter(attempt -> attempt.fault() != null).toList());
        }
    }

    private void count(String domain, List<Tried> tried) {
        for (Tried attempt : tried) {
            subscribers.count(
                    domain,
                    attempt.host().name(),
                    text(attempt.host().address().getAddress()),
                    text(attempt.ourAddress()),
                    attempt.fault());
        }
    }

    private static String text(InetAddress address) {
        return address == null ? "" : address.getHostAddress().replaceFirst("%.*", "");
    }
}
