package relay.broker;

import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** How the embedded broker is set up: everything on disk, nothing ever dropped. */
final class BrokerConfiguration {
    /** Name of the queue between acceptance and the database. */
    static final String ACCEPTED = "relay.accepted";

    /** Name of the queue of what could not be recorded, for an operator. */
    static final String SET_ASIDE = "relay.set-aside";

    /** In-VM acceptor number; far from 0, which an application server's own broker uses. */
    static final int SERVER_ID = 77;

    private static final long ADDRESS_MEMORY_BYTES = 64L << 20;
    private static final int DISK_FULL_PERCENT_NEVER = -1;
    private static final long REDELIVERY_DELAY_MILLIS = 1_000;
    private static final long MAX_REDELIVERY_DELAY_MILLIS = 30_000;

    private BrokerConfiguration() {}

    static Configuration of(Path directory) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("relay")
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(3)
                .setGracefulShutdownEnabled(false)
                // our own high-water mark answers 452 long before; the broker would block producers without a word
                .setMaxDiskUsage(DISK_FULL_PERCENT_NEVER)
                .addAcceptorConfiguration("in-vm", "vm://" + SERVER_ID)
                .addAddressSetting("#", neverDrop())
                .addQueueConfiguration(durable(ACCEPTED))
                .addQueueConfiguration(durable(SET_ASIDE));
        return configuration;
    }

    private static QueueConfiguration durable(String name) {
        return QueueConfiguration.of(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoDelete(false);
    }

    private static AddressSettings neverDrop() {
        return new AddressSettings()
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(REDELIVERY_DELAY_MILLIS)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(MAX_REDELIVERY_DELAY_MILLIS)
                .setMaxSizeBytes(ADDRESS_MEMORY_BYTES)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false);
    }
}
