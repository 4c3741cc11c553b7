package relay.jca;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;
import relay.smtp.listener.Application;
import relay.smtp.listener.ListenerSettings;
import relay.smtp.listener.SmtpListeners;

/** One activation: the listeners in front, the application's endpoints behind, and the threads between. */
final class SmtpActivation implements Application, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SmtpActivation.class.getName());
    private static final long PROBE_TIMEOUT_MILLIS = 1000;
    private static final long PROBE_EVERY_MILLIS = 250;

    private final Endpoints probed;
    private final Endpoints endpoints;
    private final Executor workers;
    private final Dispatcher dispatcher;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private SmtpListeners listeners;
    private Map<ListenerRole, InetSocketAddress> addresses = Map.of();
    private IntSupplier connections;
    private volatile boolean ready;

    private SmtpActivation(MessageEndpointFactory factory, SmtpActivationSpec spec, Executor works) {
        this.probed = new Endpoints(factory, PROBE_TIMEOUT_MILLIS);
        this.endpoints = new Endpoints(factory, spec.getEndpointTimeoutMillis());
        this.workers = new BoundedWorkers(works, spec.getQuestionWorkers(), spec.getWaitingQuestions());
        this.dispatcher = new Dispatcher(
                endpoints,
                works,
                new Dispatcher.Limits(
                        spec.getDispatchers(),
                        spec.getBatchMessages(),
                        spec.getBatchBytes(),
                        spec.getWaitingMessages()));
    }

    /** Binds the ports; sessions are greeted with 421 until the application takes calls. */
    static SmtpActivation start(
            ListenerSettings settings, MessageEndpointFactory factory, SmtpActivationSpec spec, Executor works)
            throws IOException, GeneralSecurityException {
        SmtpActivation activation = new SmtpActivation(factory, spec, works);
        activation.listeners = SmtpListeners.start(settings, activation);
        activation.addresses = activation.listeners.addresses();
        activation.connections = activation.listeners::connections;
        ListenerStatus.up(activation.addresses, activation.connections);
        activation.probe(works);
        return activation;
    }

    private void probe(Executor works) {
        try {
            works.execute(this::awaitApplication);
        } catch (RejectedExecutionException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public SubmissionListener listener() {
        return endpoints;
    }

    @Override
    public Executor workers() {
        return workers;
    }

    @Override
    public CompletableFuture<Reply> accept(Submission submission) {
        return dispatcher.accept(submission);
    }

    /** Releases the ports, and lets messages under way come to their reply within a bound. */
    @Override
    public void close() {
        stopped.countDown();
        ListenerStatus.down(addresses, connections);
        listeners.close();
        dispatcher.close();
    }

    private void awaitApplication() {
        try {
            while (!probed.areAvailable()) {
                if (stopped.await(PROBE_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            ready = true;
            LOG.log(Level.INFO, "event=accepting-sessions");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
