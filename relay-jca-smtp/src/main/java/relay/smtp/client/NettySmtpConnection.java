package relay.smtp.client;

import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import relay.smtp.Content;
import relay.smtp.Reply;

/** A conversation as its user sees it, from any thread. */
final class NettySmtpConnection implements SmtpConnection {
    private final RemoteHost host;
    private final Conversation conversation;
    private final EventExecutor executor;
    private final Executor workers;
    private final Capabilities capabilities;
    private final String tls;
    private final TlsFault tlsFault;
    private final InetAddress localAddress;

    /** Made on the event loop of a conversation that has just been opened. */
    NettySmtpConnection(
            RemoteHost host,
            Conversation conversation,
            EventExecutor executor,
            Executor workers,
            TlsFault tlsFault,
            InetAddress localAddress) {
        this.host = host;
        this.conversation = conversation;
        this.executor = executor;
        this.workers = workers;
        this.capabilities = conversation.capabilities();
        this.tls = conversation.tls();
        this.tlsFault = tlsFault;
        this.localAddress = localAddress;
    }

    @Override
    public RemoteHost host() {
        return host;
    }

    @Override
    public String tls() {
        return tls;
    }

    @Override
    public TlsFault tlsFault() {
        return tlsFault;
    }

    @Override
    public InetAddress localAddress() {
        return localAddress;
    }

    @Override
    public boolean passesDsn() {
        return capabilities.dsn();
    }

    @Override
    public boolean isOpen() {
        return conversation.isOpen();
    }

    @Override
    public CompletableFuture<TransactionResult> send(Transaction transaction) {
        Sending sending = new Sending(transaction);
        sending.begin();
        return sending.outcome;
    }

    @Override
    public void quit() {
        onEventLoop(conversation::leave);
    }

    /** Whether the event loop took it; it does not once the client is closed. */
    private boolean onEventLoop(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** The way of one transaction from its caller to the event loop. */
    private final class Sending {
        private final Transaction transaction;
        private final EnvelopeCommands commands;
        private final CompletableFuture<TransactionResult> outcome = new CompletableFuture<>();

        Sending(Transaction transaction) {
            this.transaction = transaction;
            this.commands = new EnvelopeCommands(
                    transaction.envelope(), transaction.content().size(), capabilities, host.name());
        }

        void begin() {
            Reply refusal = commands.refusal();
            if (!isOpen()) {
                failAll(new SmtpFailure(Stage.MAIL, null, "connection is closed: " + conversation.ending()));
            } else if (refusal != null) {
                failAll(new SmtpFailure(Stage.MAIL, refusal, refusal.text()));
            } else if (content().size() > blockSize()) {
                converse(new StreamedBody(content(), blockSize(), workers));
            } else if (onAnyEventLoop()) {
                onWorker(this::readAndConverse);
            } else {
                readAndConverse();
            }
        }

        private Content content() {
            return transaction.content();
        }

        private int blockSize() {
            return conversation.settings().blockSize();
        }

        /** A caller that goes on from the last result is on an event loop, where nothing may block. */
        private boolean onAnyEventLoop() {
            if (executor.inEventLoop()) {
                return true;
            }
            for (EventExecutor loop : executor.parent()) {
                if (loop.inEventLoop()) {
                    return true;
                }
            }
            return false;
        }

        private void onWorker(Runnable task) {
            try {
                workers.execute(task);
            } catch (RejectedExecutionException full) {
                failAll(Body.failure(new RejectedExecutionException("no worker is free")));
            }
        }

        private void readAndConverse() {
            Body body;
            try {
                body = Body.read(content());
            } catch (IOException | RuntimeException e) {
                failAll(Body.failure(e));
                return;
            }
            converse(body);
        }

        private void converse(Body body) {
            MailTransaction mail = new MailTransaction(transaction, commands, body, outcome);
            if (!onEventLoop(() -> conversation.transact(mail))) {
                mail.fail(new SmtpFailure(Stage.MAIL, null, "connection is closed: client is closed"));
            }
        }

        /** Nothing was said: the connection is as good as before. */
        private void failAll(SmtpFailure failure) {
            Outcomes outcomes = new Outcomes(transaction.envelope().recipients().size());
            outcomes.fail(failure);
            outcome.complete(outcomes.result(isOpen()));
        }
    }
}
