package relay.broker;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.net.URI;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;

/**
 * The Artemis resource adapter, which starts the embedded broker before itself, or connects to the external one that
 * {@code RELAY_BROKER_URL} names.
 */
public class BrokerResourceAdapter extends ActiveMQResourceAdapter {
    private static final long serialVersionUID = 1L;
    private static final int DEFAULT_PORT = 61616;

    private transient boolean acquired;

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        BrokerSettings settings = BrokerSettings.load();
        if (!settings.embedded()) {
            connectTo(settings);
        }
        Broker.acquire(settings);
        acquired = true;
        super.start(context);
    }

    @Override
    public void stop() {
        super.stop();
        if (acquired) {
            acquired = false;
            Broker.release();
        }
    }

    private void connectTo(BrokerSettings settings) {
        URI uri = URI.create(settings.url());
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        setConnectorClassName(NettyConnectorFactory.class.getName());
        setConnectionParameters("host=" + uri.getHost() + ";port=" + port);
        if (!settings.user().isEmpty()) {
            setUserName(settings.user());
            setPassword(settings.password());
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
