package relay.smtp.server;

import java.util.Base64;
import java.util.Optional;
import relay.smtp.Account;
import relay.smtp.Reply;
import relay.smtp.sasl.Exchange;
import relay.smtp.sasl.Mechanism;
import relay.smtp.sasl.Turn;

/** An AUTH exchange is under way: lines are responses in base64, not commands (RFC 4954, section 4). */
final class Authenticating extends State {
    private static final Reply CANCELLED = Reply.of(501, "5.7.0", "Authentication cancelled");
    private static final Reply NOT_BASE64 = Reply.of(501, "5.5.2", "The response is not valid base64");
    private static final Reply SUCCEEDED = Reply.of(235, "2.7.0", "Authentication succeeded");
    private static final Reply DENIED = Reply.of(535, "5.7.8", "The user name or password is wrong");
    private static final Reply TEMPORARY_FAILURE =
            Reply.of(454, "4.7.0", "Authentication is not possible just now, try again later");
    private static final String NO_BYTES = "=";

    private final Exchange exchange;

    Authenticating(Session session, Mechanism mechanism) {
        super(session);
        this.exchange = mechanism.begin(session.passwords());
    }

    @Override
    Reply outOfOrder() {
        return Replies.OUT_OF_STEP;
    }

    /** Starts; the initial response is null when AUTH had none, and {@code =} when it is empty. */
    Step begin(String initialResponse) {
        if (initialResponse == null) {
            return take(exchange.begin());
        }
        return respond(initialResponse.equals(NO_BYTES) ? "" : initialResponse);
    }

    @Override
    Step line(Line line, boolean pipelined) {
        if (pipelined) {
            return Step.sayAndClose(Replies.OUT_OF_STEP);
        }
        if (line.fault() != null) {
            return end(line.fault());
        }
        return line.text().equals("*") ? end(CANCELLED) : respond(line.text());
    }

    private Step respond(String base64) {
        try {
            return take(exchange.respond(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            return end(NOT_BASE64);
        }
    }

    private Step take(Turn turn) {
        if (turn instanceof Turn.Challenge challenge) {
            return Step.say(Reply.of(334, Base64.getEncoder().encodeToString(challenge.bytes())));
        }
        if (turn instanceof Turn.CheckPassword check) {
            return check(check.username(), check.password());
        }
        if (turn instanceof Turn.FindAccount find) {
            return find(find);
        }
        if (turn instanceof Turn.Granted granted) {
            return granted(granted.account());
        }
        return turn instanceof Turn.Malformed malformed ? end(Reply.of(501, "5.5.2", malformed.why())) : denied();
    }

    private Step check(String username, String password) {
        return Step.silently(new Action.Ask<>(
                application -> session.passwords().check(username, password, application.account(username)),
                account -> account.map(this::granted).orElseGet(this::denied),
                () -> end(TEMPORARY_FAILURE)));
    }

    private Step find(Turn.FindAccount find) {
        return Step.silently(new Action.Ask<Optional<Account>>(
                application -> application.account(find.username()),
                account -> take(find.then().apply(account)),
                () -> end(TEMPORARY_FAILURE)));
    }

    private Step granted(Account account) {
        session.authenticatedAs(account);
        return end(SUCCEEDED);
    }

    private Step denied() {
        session.loginFailed();
        return end(DENIED);
    }

    private Step end(Reply reply) {
        session.become(new Ready(session));
        return Step.say(reply);
    }
}
