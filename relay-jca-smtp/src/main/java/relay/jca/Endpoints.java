package relay.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import relay.smtp.Account;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;

/**
 * The application's message endpoints, as the listener that they implement: each call takes an endpoint, announces the
 * delivery, makes the call, ends the delivery and gives the endpoint back. Whatever fails on the way, the end of the
 * delivery included, is an exception: then nothing may be taken for done. Blocks; for Work threads.
 */
final class Endpoints implements SubmissionListener {
    private static final Method ACCOUNT = method("account", String.class);
    private static final Method ADMIT = method("admit", Peer.class);
    private static final Method RECIPIENT = method("recipient", Peer.class, String.class);
    private static final Method ACCEPT = method("accept", List.class);

    private final MessageEndpointFactory factory;
    private final long timeoutMillis;

    /** @param timeoutMillis how long to wait for a free endpoint */
    Endpoints(MessageEndpointFactory factory, long timeoutMillis) {
        this.factory = factory;
        this.timeoutMillis = timeoutMillis;
    }

    /** Whether the application takes calls: ports are bound before that, by seconds. */
    boolean areAvailable() {
        try {
            factory.createEndpoint(null, timeoutMillis).release();
            return true;
        } catch (UnavailableException e) {
            return false;
        }
    }

    @Override
    public Optional<Account> account(String username) {
        return call(ACCOUNT, application -> application.account(username));
    }

    @Override
    public Optional<Account> admit(Peer peer) {
        return call(ADMIT, application -> application.admit(peer));
    }

    @Override
    public Reply recipient(Peer peer, String address) {
        return call(RECIPIENT, application -> application.recipient(peer, address));
    }

    @Override
    public List<Reply> accept(List<Submission> batch) {
        return call(ACCEPT, application -> application.accept(batch));
    }

    private <T> T call(Method method, Function<SubmissionListener, T> question) {
        MessageEndpoint endpoint = endpoint();
        try {
            endpoint.beforeDelivery(method);
            try {
                return question.apply((SubmissionListener) endpoint);
            } finally {
                endpoint.afterDelivery();
            }
        } catch (NoSuchMethodException | ResourceException e) {
            throw new IllegalStateException("the delivery of " + method.getName() + " failed", e);
        } finally {
            endpoint.release();
        }
    }

    private MessageEndpoint endpoint() {
        try {
            return factory.createEndpoint(null, timeoutMillis);
        } catch (UnavailableException e) {
            throw new IllegalStateException("the application is not available", e);
        }
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            return SubmissionListener.class.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
