package relay.smtp.server;

import java.util.Optional;
import relay.smtp.Reply;
import relay.smtp.sasl.Mechanism;

/** The peer has said hello and no transaction is under way: MAIL, STARTTLS and AUTH are legal. */
final class Ready extends State {
    private static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender ok");
    private static final Reply START_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");
    private static final Reply ENCRYPTED_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
    private static final Reply AUTHENTICATED_ALREADY = Reply.of(503, "5.5.1", "Authenticated already");
    private static final Reply NO_AUTH =
            Reply.of(502, "5.5.1", "AUTH is not offered on this port; submit mail on the submission ports (RFC 6409)");
    private static final Reply ENCRYPT_FIRST = Reply.of(538, "5.7.11", "Send STARTTLS before AUTH");
    private static final Reply UNKNOWN_MECHANISM =
            Reply.of(504, "5.5.4", "Unknown mechanism; offered are " + Mechanism.announced());

    Ready(Session session) {
        super(session);
    }

    @Override
    Reply outOfOrder() {
        return Replies.MAIL_FIRST;
    }

    @Override
    Step mail(String argument) {
        try {
            session.requireMailWelcome();
            MailCommand mail = MailCommand.parse(argument, session.isExtended(), session.parametersOfMail());
            session.become(new Addressing(session, session.begin(mail)));
            return Step.say(SENDER_OK);
        } catch (Refusal refusal) {
            return session.isSpent() ? Step.sayAndClose(refusal.reply()) : Step.say(refusal.reply());
        }
    }

    @Override
    Step startTls(String argument) {
        if (session.isEncrypted()) {
            return Step.say(ENCRYPTED_ALREADY);
        }
        return without(argument, "STARTTLS", () -> Step.say(START_TLS, new Action.StartTls()));
    }

    @Override
    Step auth(String argument) {
        String[] words = argument.split(" +", 2);
        Optional<Mechanism> mechanism = Mechanism.named(words[0]);
        Optional<Step> refusal = refusalOfAuth(words[0], mechanism);
        return refusal.orElseGet(() -> {
            Authenticating exchange = new Authenticating(session, mechanism.orElseThrow());
            session.become(exchange);
            return exchange.begin(words.length > 1 ? words[1] : null);
        });
    }

    private Optional<Step> refusalOfAuth(String name, Optional<Mechanism> mechanism) {
        if (!session.offersAuth()) {
            return Optional.of(Step.say(NO_AUTH));
        }
        if (!session.isEncrypted()) {
            return Optional.of(Step.say(ENCRYPT_FIRST));
        }
        if (session.isAuthenticated()) {
            return Optional.of(Step.say(AUTHENTICATED_ALREADY));
        }
        if (name.isEmpty()) {
            return Optional.of(Step.say(Replies.syntax("Syntax: AUTH mechanism [initial-response]")));
        }
        return mechanism.isEmpty() ? Optional.of(Step.say(UNKNOWN_MECHANISM)) : session.refusalOfLogins();
    }
}
