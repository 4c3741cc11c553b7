package relay.smtp.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import relay.smtp.Account;
import relay.smtp.ListenerRole;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.sasl.Mechanism;
import relay.smtp.sasl.Passwords;

/**
 * One SMTP session, seen from the server: what is known of the peer, and the state that decides what is legal next. Each
 * input gives one {@link Step}. Used by one thread at a time; while an {@link Action.Ask} or {@link Action.Submit} is
 * under way nothing else may be fed in.
 */
public final class Session {
    private static final Reply AUTHENTICATION_REQUIRED =
            Reply.of(530, "5.7.0", "Authentication required; send AUTH first");
    private static final Reply TLS_AND_AUTHENTICATION_REQUIRED =
            Reply.of(530, "5.7.0", "Authentication required; send STARTTLS, then AUTH");
    private static final Reply TOO_MANY_MESSAGES =
            Reply.of(421, "4.7.0", "Too many messages in one session, connect again (RFC 9422, MAILMAX)");
    private static final Reply STORAGE_FULL =
            Reply.of(452, "4.3.1", "The relay's disk is above its high-water mark, try again later");
    private static final Reply TOO_MANY_LOGINS =
            Reply.of(421, "4.7.0", "Too many failed authentications, closing the connection");

    private final SessionServices services;
    private final ListenerRole role;
    private final InetAddress address;
    private final int port;
    private State state = new Greeted(this);
    private String helo;
    private boolean extended;
    private String tlsProtocol;
    private String tlsCipher;
    private Account account;
    private boolean authenticated;
    private int messages;
    private int errors;
    private int idleCommands;
    private int failedLogins;

    /** @param client the other end, after a trusted PROXY header */
    public Session(SessionServices services, ListenerRole role, InetSocketAddress client) {
        this.services = services;
        this.role = role;
        this.address = client.getAddress();
        this.port = client.getPort();
    }

    /** Notes that TLS is active: before {@link #open} on a port with implicit TLS. */
    public void encrypted(String protocol, String cipher) {
        tlsProtocol = protocol;
        tlsCipher = cipher;
    }

    /** The peer has connected: greets it, after asking whether its network is known where that is a credential. */
    public Step open() {
        if (!services.availability().acceptingSessions()) {
            return end(Replies.NOT_READY);
        }
        if (!services.admitting().contains(role)) {
            return greet();
        }
        return services.admissions()
                .recall(address)
                .map(known -> admit(known.account()))
                .orElseGet(this::askAdmission);
    }

    /** A line has arrived; {@code pipelined} when more has already come behind it. */
    public Step line(Line line, boolean pipelined) {
        return state.line(line, pipelined);
    }

    /** TLS is active after STARTTLS: all that the peer said before is forgotten (RFC 3207, section 4.2). */
    public Step tlsStarted(String protocol, String cipher) {
        encrypted(protocol, cipher);
        helo = null;
        extended = false;
        become(new Greeted(this));
        return Step.silently(new Action.ReadLine());
    }

    /** Passes every step on, and ends the session instead where it has gone wrong too often. */
    Step checked(Step step) {
        if (step.isRefusal() && ++errors > limits().mostErrors()) {
            return end(Replies.TOO_MANY_ERRORS);
        }
        return step;
    }

    /** Ends the session with this reply. */
    Step end(Reply reply) {
        become(new Ended(this));
        return Step.sayAndClose(reply);
    }

    /** The connection is gone: frees what the session holds. */
    void close() {
        become(new Ended(this));
    }

    /** The other end, as it is known by now. */
    public Peer peer() {
        return new Peer(role, address, port, helo, extended, tlsProtocol, tlsCipher);
    }

    /** The message that is arriving, or null. */
    IncomingMessage incoming() {
        return state.incoming();
    }

    void become(State next) {
        state.leave();
        state = next;
    }

    SessionLimits limits() {
        return services.limits();
    }

    ContentStore contents() {
        return services.contents();
    }

    Passwords passwords() {
        return services.passwords();
    }

    Account account() {
        return account;
    }

    boolean isExtended() {
        return extended;
    }

    boolean isEncrypted() {
        return tlsProtocol != null;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    /** Whether this role has AUTH at all; it works under TLS only. */
    boolean offersAuth() {
        return role.isSubmission();
    }

    /** The parameters of MAIL that are not known in every session. */
    Set<String> parametersOfMail() {
        Set<String> parameters = new HashSet<>();
        if (offersAuth()) {
            parameters.add(MailCommand.AUTH);
        }
        if (isEncrypted()) {
            parameters.add(MailCommand.REQUIRETLS);
        }
        return parameters;
    }

    /** Whether MAIL has been sent as often as a session may. */
    boolean isSpent() {
        return messages > limits().mostMessages();
    }

    /** Carries a command out, unless too many came that do nothing for a message. */
    Step paced(Verb verb, Supplier<Step> command) {
        if (verb.isIdle() && ++idleCommands > limits().mostIdleCommands()) {
            return end(Replies.TOO_MANY_IDLE_COMMANDS);
        }
        return command.get();
    }

    void greetedBy(String name, boolean byEhlo) {
        helo = name;
        extended = byEhlo;
    }

    void authenticatedAs(Account proven) {
        account = proven;
        authenticated = true;
        services.logins().succeeded(address);
    }

    void loginFailed() {
        failedLogins++;
        services.logins().failed(address);
    }

    void messageAccepted() {
        errors = 0;
        idleCommands = 0;
    }

    /** Why this peer may not try to authenticate now, or empty. */
    Optional<Step> refusalOfLogins() {
        if (failedLogins >= limits().mostFailedLogins()) {
            return Optional.of(end(TOO_MANY_LOGINS));
        }
        Duration wait = services.logins().remaining(address);
        return wait.isZero()
                ? Optional.empty()
                : Optional.of(Step.say(Reply.of(
                        454,
                        "4.7.0",
                        "Too many failed authentications from your address, try again in " + (wait.toSeconds() + 1)
                                + " seconds")));
    }

    /** Refuses MAIL whatever it says: without a credential, from a suspended account, or with storage full. */
    void requireMailWelcome() throws Refusal {
        if (role.isSubmission() && account == null) {
            throw new Refusal(isEncrypted() ? AUTHENTICATION_REQUIRED : TLS_AND_AUTHENTICATION_REQUIRED);
        }
        messages++;
        if (isSpent()) {
            throw new Refusal(TOO_MANY_MESSAGES);
        }
        if (!services.availability().acceptingMail()) {
            throw new Refusal(STORAGE_FULL);
        }
    }

    /**
     * Begins a transaction, or refuses the message for its declared size or its sender. On the transfer listener a network
     * that is somebody's credential may also bring reports for others: there the recipients decide whether the sender
     * matters.
     */
    Transaction begin(MailCommand mail) throws Refusal {
        if (mail.size() > limits().largestMessage()) {
            throw new Refusal(Replies.TOO_LARGE);
        }
        Optional<Reply> objection = objection(mail.reversePath());
        if (objection.isPresent() && role.isSubmission()) {
            throw new Refusal(objection.get());
        }
        return new Transaction(mail, objection.orElse(null));
    }

    private Optional<Reply> objection(String sender) {
        if (account == null) {
            return Optional.empty();
        }
        if (account.refusal() != null) {
            return Optional.of(account.refusal());
        }
        return account.maySendFrom(sender) ? Optional.empty() : Optional.of(senderRefused(sender));
    }

    /** Whether the application must say if a recipient is one of its own, to which anybody may report. */
    boolean mayReport(Transaction transaction) {
        return account == null
                || (!role.isSubmission()
                        && (transaction.objection() != null
                                || transaction.mail().reversePath().isEmpty()));
    }

    /** The EHLO reply: only what works in this state (RFC 5321, section 4.1.1.1). */
    Reply extensions() {
        List<String> lines = new ArrayList<>();
        lines.add(services.hostname() + " greets " + helo);
        lines.add("PIPELINING");
        lines.add("SIZE " + limits().largestMessage());
        lines.add("8BITMIME");
        lines.add("ENHANCEDSTATUSCODES");
        lines.add("CHUNKING");
        lines.add("SMTPUTF8");
        lines.add("DSN");
        lines.add("LIMITS RCPTMAX=" + limits().mostRecipients() + " MAILMAX=" + limits().mostMessages());
        if (!isEncrypted()) {
            lines.add("STARTTLS");
        } else {
            lines.add("REQUIRETLS");
            if (offersAuth() && !authenticated) {
                lines.add("AUTH " + Mechanism.announced());
            }
        }
        return new Reply(250, null, lines);
    }

    /** The HELO reply. */
    Reply welcome() {
        return Reply.of(250, services.hostname());
    }

    private Step askAdmission() {
        return Step.silently(new Action.Ask<Optional<Account>>(
                application -> application.admit(peer()),
                answer -> {
                    services.admissions().keep(address, answer);
                    return admit(answer);
                },
                () -> end(Replies.NOT_READY)));
    }

    private Step admit(Optional<Account> known) {
        account = known.orElse(null);
        return greet();
    }

    private Step greet() {
        return Step.say(Reply.of(220, services.hostname() + " ESMTP Relay"));
    }

    private static Reply senderRefused(String sender) {
        String domain = sender.substring(sender.lastIndexOf('@') + 1);
        return Reply.of(
                550,
                "5.7.1",
                "Sender domain " + domain + " is not verified for this account; verify it in the console under Domains,"
                        + " or send from a domain that is");
    }
}
