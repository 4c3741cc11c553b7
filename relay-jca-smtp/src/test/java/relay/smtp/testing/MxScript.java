package relay.smtp.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Says what a {@link ScriptedMx} is like before it starts. Without a word it accepts everything, in clear, and offers
 * the extensions that usual hosts offer.
 */
public final class MxScript {
    private final List<String> offers = new ArrayList<>(
            List.of("PIPELINING", "SIZE 52428800", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES", "CHUNKING"));
    private final MxRules rules = new MxRules();
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private String name = "mx.test";
    private TestCertificate certificate;
    private boolean implicitTls;
    private String[] protocols = {"TLSv1.3", "TLSv1.2"};
    private MxLogin login;
    private boolean keepsContent = true;

    MxScript() {}

    /** Name in the greeting and in the answer to EHLO. */
    public MxScript named(String hostname) {
        name = hostname;
        return this;
    }

    /** Listens there instead of at a free port of 127.0.0.1. */
    public MxScript at(String ip, int port) {
        try {
            address = new InetSocketAddress(InetAddress.getAllByName(ip)[0], port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
        return this;
    }

    /** Offers one more extension, in place of one with the same keyword. */
    public MxScript offering(String extension) {
        without(extension.split(" ", 2)[0]);
        offers.add(extension);
        return this;
    }

    /** Does not offer an extension. */
    public MxScript without(String keyword) {
        offers.removeIf(offer -> offer.toUpperCase(Locale.ROOT).split(" ", 2)[0].equals(keyword));
        return this;
    }

    public MxScript withStartTls(TestCertificate shown) {
        certificate = shown;
        return offering("STARTTLS");
    }

    /** TLS from the first byte. */
    public MxScript withImplicitTls(TestCertificate shown) {
        certificate = shown;
        implicitTls = true;
        return this;
    }

    public MxScript withTlsProtocols(String... enabled) {
        protocols = enabled.clone();
        return this;
    }

    /** Offers AUTH with these mechanisms (PLAIN, LOGIN, SCRAM-SHA-256) for one user. */
    public MxScript withLogin(String user, String password, String... mechanisms) {
        login = new MxLogin(user, password, Set.of(mechanisms));
        return offering("AUTH " + String.join(" ", mechanisms));
    }

    /** Counts bytes, and forgets contents and commands, for loads of many messages. */
    public MxScript keepingNoContent() {
        keepsContent = false;
        return this;
    }

    /** Begins a rule; a later one comes before an earlier one. */
    public MxRule<MxScript> on(MxMoment moment) {
        return new MxRule<>(moment, this, rules::add);
    }

    /** Starts the server. */
    public ScriptedMx start() {
        return new ScriptedMx(this);
    }

    List<String> offers() {
        return offers;
    }

    MxRules rules() {
        return rules;
    }

    InetSocketAddress address() {
        return address;
    }

    String name() {
        return name;
    }

    TestCertificate certificate() {
        return certificate;
    }

    boolean implicitTls() {
        return implicitTls;
    }

    String[] protocols() {
        return protocols.clone();
    }

    MxLogin login() {
        return login;
    }

    boolean keepsContent() {
        return keepsContent;
    }
}
