package relay.smtp.server;

import relay.smtp.Reply;

/** Thrown by the command grammar where a command breaks a rule: carries the reply that names the rule. */
final class Refusal extends Exception {
    private final transient Reply reply;

    Refusal(Reply reply) {
        super(reply.text(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
