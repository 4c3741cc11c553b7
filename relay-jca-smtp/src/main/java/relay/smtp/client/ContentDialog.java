package relay.smtp.client;

import relay.smtp.Reply;

/**
 * Sends the content and its final dot. The next block is read while one is being sent; the final dot goes out only with
 * everything before it gone and the sender's consent, and the message counts as possibly accepted only from the moment
 * when the last byte of that dot was handed to the operating system.
 */
final class ContentDialog extends Phase {
    private final MailTransaction transaction;
    private Body.Block ready;
    private boolean sending;
    private boolean dotSent;

    ContentDialog(Conversation conversation, MailTransaction transaction) {
        super(conversation);
        this.transaction = transaction;
    }

    @Override
    void begin() {
        conversation.wire().limit(conversation.timeouts().block());
        // what was said before any content was sent is no answer to it
        if (!conversation.wire().hasUnread()) {
            read();
        }
    }

    @Override
    Stage stage() {
        return dotSent ? Stage.FINAL_DOT : Stage.CONTENT;
    }

    private void read() {
        transaction.body().next(conversation.wire(), this::arrived);
    }

    private void arrived(Body.Block block, Exception failure) {
        if (failure != null) {
            conversation.fail(Body.failure(failure));
        } else {
            ready = block;
            send();
        }
    }

    private void send() {
        if (sending || ready == null) {
            return;
        }
        Body.Block block = ready;
        ready = null;
        if (block.last() && !transaction.mayFinish()) {
            conversation.fail(new SmtpFailure(Stage.CONTENT, null, "lease has run out"));
            return;
        }
        sending = true;
        conversation.wire().limit(conversation.timeouts().block());
        conversation.wire().send(block.bytes(), block.length(), () -> sent(block));
        if (!block.last() && !conversation.isOver()) {
            read();
        }
    }

    private void sent(Body.Block block) {
        sending = false;
        if (block.last()) {
            dotSent = true;
            conversation.wire().limit(conversation.timeouts().finalDot());
        } else {
            send();
        }
    }

    @Override
    void replied(Reply reply) {
        if (!dotSent) {
            answeredEarly(reply);
        } else if (reply.isIntermediate()) {
            conversation.unexpected(reply);
        } else {
            settle(reply);
        }
    }

    /** The peer refuses before it has seen the end, too large a content perhaps; it will take no more commands. */
    private void answeredEarly(Reply reply) {
        if (reply.isPositive() || reply.isIntermediate()) {
            conversation.unexpected(reply);
        } else {
            conversation.fail(conversation.failure(reply));
        }
    }

    private void settle(Reply reply) {
        if (reply.isPositive()) {
            transaction.outcomes().deliver(reply);
        } else {
            transaction.outcomes().fail(conversation.failure(reply));
        }
        conversation.needsReset(false);
        conversation.rest();
        transaction.finish(conversation.isOpen());
    }

    @Override
    void ended(SmtpFailure failure) {
        transaction.fail(failure);
    }
}
