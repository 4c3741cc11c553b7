package relay.it.internet;

import java.util.concurrent.atomic.AtomicInteger;
import relay.it.running.FreePorts;
import relay.it.running.RelaySetUp;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ScriptedMx;

/** Names, addresses and remote hosts. Every host has an address of its own, and all listen on one port. */
public final class Internet implements AutoCloseable {
    private static final int HOSTS_PER_NET = 250;

    private final TestDns dns = new TestDns();
    private final int mxPort = FreePorts.next();
    private final AtomicInteger hosts = new AtomicInteger(1);
    private final AtomicInteger domains = new AtomicInteger();

    public TestDns dns() {
        return dns;
    }

    /** The relay will look names up here and find remote hosts at this internet's port. */
    public RelaySetUp joinedBy(RelaySetUp relay) {
        return relay.with("RELAY_DNS", "127.0.0.1:" + dns.port()).with("RELAY_MX_PORT", Integer.toString(mxPort));
    }

    /** An address that nobody has yet. */
    public String newAddress() {
        int number = hosts.incrementAndGet();
        return "127.0." + number / HOSTS_PER_NET + "." + (1 + number % HOSTS_PER_NET);
    }

    /** The script of a new remote host. */
    public MxScript host() {
        return hostAt(newAddress());
    }

    /** The script of a new remote host at an address of this machine. */
    public MxScript hostAt(String address) {
        return ScriptedMx.script().at(address, mxPort);
    }

    /** A name that nobody has yet. */
    public String newDomain() {
        return "domain" + domains.incrementAndGet() + ".example";
    }

    /** A name that nobody has yet, in the zone that is signed once {@link TestDns#sign} was called. */
    public String newSignedDomain() {
        return "domain" + domains.incrementAndGet() + ".signed";
    }

    /** The port of all remote hosts. */
    public int mxPort() {
        return mxPort;
    }

    /** A new domain whose mail goes to these hosts, the first one before the second. */
    public String domainAt(ScriptedMx... mxs) {
        String domain = newDomain();
        for (int i = 0; i < mxs.length; i++) {
            send(domain, 10 * (i + 1), mxs[i].address().getAddress().getHostAddress());
        }
        return domain;
    }

    /** Has mail for a domain go to an address, where a host may be or not. */
    public void send(String domain, int preference, String address) {
        String host = "mx-" + address.replace('.', '-') + ".example";
        dns.mx(domain, preference, host);
        dns.address(host, address);
    }

    @Override
    public void close() {
        dns.close();
    }
}
