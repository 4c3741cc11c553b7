package relay.smtp.client;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import relay.smtp.Reply;

/** Logs in at a smarthost (RFC 4954), over TLS only, by the best mechanism that both sides know. */
final class Authentication extends OpeningPhase {
    /** Longest command with an initial response; a longer response is sent on its own (RFC 4954, section 4). */
    private static final int MAX_COMMAND = 510;

    private Deque<SaslMechanism> candidates;
    private SaslMechanism mechanism;
    private byte[] unsent;
    private boolean computing;

    Authentication(Conversation conversation) {
        super(conversation);
    }

    @Override
    void begin() {
        RemoteHost.Login login = conversation.host().login();
        if (conversation.tls() == null) {
            fail("login at " + conversation.host().name() + " needs TLS");
        } else if (login.user().indexOf('\0') >= 0 || login.password().indexOf('\0') >= 0) {
            fail("user or password contains NUL");
        } else {
            candidates = offered(login);
            tryNext();
        }
    }

    private Deque<SaslMechanism> offered(RemoteHost.Login login) {
        Set<String> offered = conversation.capabilities().mechanisms();
        Deque<SaslMechanism> known = new ArrayDeque<>(
                List.of(new ScramMechanism(login), new PlainMechanism(login), new LoginMechanism(login)));
        known.removeIf(candidate -> !offered.contains(candidate.name()));
        return known;
    }

    private void tryNext() {
        mechanism = candidates.poll();
        if (mechanism == null) {
            fail(conversation.host().name() + " offers no AUTH mechanism of SCRAM-SHA-256, PLAIN, LOGIN");
        } else {
            unsent = mechanism.initialResponse();
            say(command());
        }
    }

    private String command() {
        String alone = "AUTH " + mechanism.name();
        if (unsent == null) {
            return alone;
        }
        String whole = alone + " " + Base64.getEncoder().encodeToString(unsent);
        if (whole.length() > MAX_COMMAND) {
            return alone;
        }
        unsent = null;
        return whole;
    }

    private void say(String line) {
        conversation.say(line, conversation.timeouts().auth());
    }

    @Override
    Stage stage() {
        return Stage.AUTH;
    }

    @Override
    void replied(Reply reply) {
        if (computing) {
            conversation.unexpected(reply);
        } else if (reply.code() == 334) {
            answer(reply);
        } else if (reply.isPositive()) {
            succeed();
        } else if (reply.isIntermediate()) {
            conversation.unexpected(reply);
        } else if (reply.code() == 504) {
            // offered, but not known after all (RFC 4954, section 4)
            tryNext();
        } else {
            conversation.refused(reply);
        }
    }

    private void succeed() {
        if (mechanism.isComplete()) {
            conversation.opened();
        } else {
            fail(mechanism.name() + " ended before " + conversation.host().name() + " had proved itself");
        }
    }

    private void answer(Reply challenge) {
        byte[] initial = unsent;
        unsent = null;
        computing = true;
        conversation
                .wire()
                .aside(() -> initial != null ? initial : mechanism.respond(decoded(challenge)), this::answered);
    }

    private static byte[] decoded(Reply challenge) {
        return Base64.getDecoder().decode(challenge.text().trim());
    }

    private void answered(byte[] response, Exception failure) {
        computing = false;
        if (failure == null) {
            say(Base64.getEncoder().encodeToString(response));
        } else {
            fail(mechanism.name() + ": " + PrintableText.shortened(String.valueOf(failure.getMessage())));
        }
    }

    private void fail(String cause) {
        conversation.fail(new SmtpFailure(Stage.AUTH, null, cause));
    }
}
