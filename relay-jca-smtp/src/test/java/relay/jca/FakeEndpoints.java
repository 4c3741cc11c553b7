package relay.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAResource;
import relay.smtp.Account;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;

/** A container's endpoints around a listener; writes down what is done with them, and fails where it is told to. */
final class FakeEndpoints implements MessageEndpointFactory {
    private final SubmissionListener application;
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile boolean available = true;
    volatile boolean failing;

    FakeEndpoints(SubmissionListener application) {
        this.application = application;
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
        return createEndpoint(resource, 0);
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeout) throws UnavailableException {
        if (!available) {
            throw new UnavailableException("EndpointFactory is currently not available");
        }
        calls.add("create");
        return new Endpoint();
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return false;
    }

    @Override
    public String getActivationName() {
        return "relay";
    }

    @Override
    public Class<?> getEndpointClass() {
        return SubmissionListener.class;
    }

    private final class Endpoint implements MessageEndpoint, SubmissionListener {
        @Override
        public void beforeDelivery(Method method) {
            calls.add("before " + method.getName());
        }

        @Override
        public void afterDelivery() throws ResourceException {
            calls.add("after");
            if (failing) {
                throw new ResourceException("the transaction was rolled back");
            }
        }

        @Override
        public void release() {
            calls.add("release");
        }

        @Override
        public Optional<Account> account(String username) {
            calls.add("account");
            return application.account(username);
        }

        @Override
        public Optional<Account> admit(Peer peer) {
            calls.add("admit");
            return application.admit(peer);
        }

        @Override
        public Reply recipient(Peer peer, String address) {
            calls.add("recipient");
            return application.recipient(peer, address);
        }

        @Override
        public List<Reply> accept(List<Submission> batch) {
            calls.add("accept");
            return application.accept(batch);
        }
    }
}
