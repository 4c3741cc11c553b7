package relay.smtp.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import relay.smtp.ForwardPath;
import relay.smtp.Reply;

/**
 * Says MAIL, RCPT and DATA: in groups where PIPELINING is offered (RFC 2920, section 3.1), else one by one. However far
 * ahead it speaks, each reply finds the command that it answers.
 */
final class EnvelopeDialog extends Phase {
    private final MailTransaction transaction;
    private final Outcomes outcomes;
    private final Deque<Command> waiting = new ArrayDeque<>();
    private final Deque<Command> underWay = new ArrayDeque<>();
    private final int depth;
    private boolean contentAwaited;

    EnvelopeDialog(Conversation conversation, MailTransaction transaction) {
        super(conversation);
        this.transaction = transaction;
        this.outcomes = transaction.outcomes();
        this.depth = conversation.capabilities().pipelining()
                ? conversation.settings().pipelineDepth()
                : 1;
    }

    /** A command with the stage that it stands for and what its reply does. */
    private record Command(String line, Stage stage, Duration limit, Consumer<Reply> answer) {}

    @Override
    void begin() {
        queueRecipients();
        if (waiting.isEmpty()) {
            finish();
            return;
        }
        ClientSettings.Timeouts timeouts = conversation.timeouts();
        waiting.addFirst(new Command(transaction.commands().mail(), Stage.MAIL, timeouts.mail(), this::mailAnswered));
        if (conversation.needsReset()) {
            waiting.addFirst(new Command("RSET", Stage.MAIL, timeouts.mail(), this::resetAnswered));
        }
        waiting.addLast(new Command("DATA", Stage.DATA, timeouts.data(), this::dataAnswered));
        goOn();
    }

    private void queueRecipients() {
        int index = 0;
        for (ForwardPath recipient : transaction.recipients()) {
            queue(index++, recipient);
        }
    }

    private void queue(int index, ForwardPath recipient) {
        Reply refusal = transaction.commands().refusal(recipient);
        if (refusal != null) {
            transaction.refuse(index, refusal);
            return;
        }
        waiting.add(new Command(
                transaction.commands().rcpt(recipient),
                Stage.RCPT,
                conversation.timeouts().rcpt(),
                reply -> recipientAnswered(index, reply)));
    }

    @Override
    Stage stage() {
        return underWay.isEmpty() ? Stage.MAIL : underWay.peek().stage();
    }

    @Override
    void replied(Reply reply) {
        if (underWay.isEmpty()) {
            conversation.unexpected(reply);
            return;
        }
        underWay.peek().answer().accept(reply);
        // an answer may have ended the conversation
        if (!conversation.isOver()) {
            underWay.remove();
            goOn();
        }
    }

    private void resetAnswered(Reply reply) {
        if (reply.isPositive()) {
            conversation.needsReset(false);
        } else {
            conversation.unexpected(reply);
        }
    }

    private void mailAnswered(Reply reply) {
        if (reply.isPositive()) {
            conversation.needsReset(true);
        } else if (reply.isIntermediate()) {
            conversation.unexpected(reply);
        } else {
            outcomes.fail(conversation.failure(reply));
            waiting.clear();
        }
    }

    private void recipientAnswered(int recipient, Reply reply) {
        if (reply.isPositive()) {
            outcomes.accept(recipient);
        } else if (reply.isIntermediate()) {
            conversation.unexpected(reply);
        } else {
            outcomes.refuse(recipient, conversation.failure(reply));
        }
    }

    private void dataAnswered(Reply reply) {
        if (reply.isIntermediate()) {
            contentAwaited = true;
        } else if (reply.isPositive()) {
            conversation.unexpected(reply);
        } else {
            outcomes.fail(conversation.failure(reply));
        }
    }

    /** Says the next group once half of what may be under way is answered, or goes on once all is. */
    private void goOn() {
        String group = underWay.size() <= depth / 2 ? nextGroup() : "";
        if (underWay.isEmpty()) {
            leave();
            return;
        }
        conversation.wire().limit(underWay.peek().limit());
        if (!group.isEmpty()) {
            conversation.wire().say(group);
        }
    }

    private String nextGroup() {
        StringBuilder group = new StringBuilder();
        while (underWay.size() < depth && !waiting.isEmpty() && maySayNext()) {
            Command next = waiting.poll();
            group.append(next.line()).append("\r\n");
            underWay.add(next);
        }
        return group.toString();
    }

    /** DATA is not said once it is known that no recipient was taken. */
    private boolean maySayNext() {
        return waiting.peek().stage() != Stage.DATA || !underWay.isEmpty() || outcomes.anyAccepted();
    }

    private void leave() {
        if (!contentAwaited) {
            finish();
        } else if (outcomes.anyAccepted()) {
            conversation.enter(new ContentDialog(conversation, transaction));
        } else {
            conversation.enter(new LoneDot(conversation, transaction));
        }
    }

    private void finish() {
        conversation.rest();
        transaction.finish(conversation.isOpen());
    }

    @Override
    void ended(SmtpFailure failure) {
        transaction.fail(failure);
    }
}
