package relay.smtp.client;

import java.time.Duration;
import relay.smtp.Reply;

/**
 * A client session without its I/O: replies come in, commands go out over a {@link Wire}. It keeps what was learnt of
 * the peer and which {@link Phase} the session is in. Confined to one thread, but for {@link #isOpen} and {@link
 * #ending}.
 */
final class Conversation {
    private final RemoteHost host;
    private final ClientSettings settings;
    private final Opening opening;
    private Wire wire;
    private Phase phase;
    private Capabilities capabilities = Capabilities.NONE;
    private String tls;
    private TlsFault tlsFault;
    private boolean needsReset;
    private boolean leaving;
    private boolean over;
    private volatile boolean open;
    private volatile String ending;

    Conversation(RemoteHost host, ClientSettings settings, Opening opening) {
        this.host = host;
        this.settings = settings;
        this.opening = opening;
    }

    /** Hears once whether the conversation came so far that mail can be sent. */
    interface Opening {
        void opened();

        /**
         * It came to an end first.
         *
         * @param mayHelpInClear whether another attempt without TLS may go further
         */
        void failed(SmtpFailure failure, boolean mayHelpInClear);
    }

    // What happens to it

    /** The connection stands. */
    void begin(Wire connected) {
        wire = connected;
        enter(
                host.tls() == TlsRequirement.IMPLICIT
                        ? new TlsHandshake(this, new AwaitGreeting(this))
                        : new AwaitGreeting(this));
    }

    void replied(Reply reply) {
        if (over) {
            return;
        }
        if (reply.code() == 421) {
            fail(failure(reply));
        } else {
            phase.replied(reply);
        }
    }

    /** The handshake is done, with a protocol and cipher to show, and perhaps a fault that does not matter here. */
    void encrypted(String protocolAndCipher, TlsFault fault) {
        if (!over) {
            tls = protocolAndCipher;
            tlsFault = fault;
            capabilities = Capabilities.NONE;
            phase.encrypted();
        }
    }

    /** The connection is gone or of no use, for a reason in words. */
    void lost(String cause) {
        lost(cause, null);
    }

    /** It is gone or of no use because of TLS. */
    void lost(String cause, TlsFault fault) {
        if (!over) {
            fail(new SmtpFailure(phase.stage(), null, cause, fault));
        }
    }

    // What its user asks

    void transact(MailTransaction transaction) {
        if (over) {
            transaction.fail(new SmtpFailure(Stage.MAIL, null, "connection is closed: " + ending));
        } else if (!(phase instanceof Idle)) {
            transaction.fail(new SmtpFailure(Stage.MAIL, null, "connection is busy with another transaction"));
        } else {
            enter(new EnvelopeDialog(this, transaction));
        }
    }

    /** Says QUIT, after the transaction that is under way. */
    void leave() {
        leaving = true;
        open = false;
        if (!over && phase instanceof Idle) {
            enter(new Farewell(this));
        }
    }

    boolean isOver() {
        return over;
    }

    /** Whether mail can be sent. Callable from any thread. */
    boolean isOpen() {
        return open;
    }

    /** Why it is over, or null. Callable from any thread. */
    String ending() {
        return ending;
    }

    // What phases ask

    void enter(Phase next) {
        phase = next;
        next.begin();
    }

    /** Waits for mail to send. */
    void rest() {
        if (!over) {
            enter(leaving ? new Farewell(this) : new Idle(this));
        }
    }

    /** Opened: mail can be sent. */
    void opened() {
        open = true;
        rest();
        opening.opened();
    }

    /** Says one command and waits for its reply. */
    void say(String command, Duration limit) {
        wire.limit(limit);
        wire.say(command + "\r\n");
    }

    /** Ends the conversation at once. */
    void fail(SmtpFailure failure) {
        end(failure);
        wire.drop();
        phase.ended(failure);
    }

    /** Ends the conversation after a refusal, politely. */
    void refused(Reply reply) {
        leaveAfter(failure(reply));
    }

    /** Ends the conversation after TLS was refused, politely. */
    void refused(Reply reply, TlsFault fault) {
        SmtpFailure failure = failure(reply);
        leaveAfter(new SmtpFailure(failure.stage(), reply, failure.cause(), fault));
    }

    /** Ends the conversation, politely, because the peer cannot be given what is to be said; in our words. */
    void decline(Reply ours) {
        leaveAfter(new SmtpFailure(phase.stage(), ours, ours.text()));
    }

    private void leaveAfter(SmtpFailure failure) {
        end(failure);
        wire.close("QUIT\r\n");
        phase.ended(failure);
    }

    /** Ends the conversation because a reply makes no sense here. */
    void unexpected(Reply reply) {
        fail(new SmtpFailure(phase.stage(), null, "unexpected reply: " + reply));
    }

    private void end(SmtpFailure failure) {
        over = true;
        open = false;
        ending = failure.cause();
    }

    /** The failure that a reply means at the present stage. */
    SmtpFailure failure(Reply reply) {
        return new SmtpFailure(phase.stage(), reply, host.name() + " said " + reply);
    }

    RemoteHost host() {
        return host;
    }

    ClientSettings.Timeouts timeouts() {
        return settings.timeouts();
    }

    ClientSettings settings() {
        return settings;
    }

    Wire wire() {
        return wire;
    }

    Opening opening() {
        return opening;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    void learn(Capabilities learnt) {
        capabilities = learnt;
    }

    /** TLS version and cipher, or null. */
    String tls() {
        return tls;
    }

    /** What was wrong with TLS although it does not matter here, or null. */
    TlsFault tlsFault() {
        return tlsFault;
    }

    /** Whether a transaction left state behind that RSET must clear before the next one (RFC 5321, 4.1.1.5). */
    boolean needsReset() {
        return needsReset;
    }

    void needsReset(boolean needed) {
        needsReset = needed;
    }
}
