package relay.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.transaction.UserTransaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import relay.administrator.Administrators;
import relay.broker.BrokerConnections;
import relay.history.MessageFilter;
import relay.history.MessageLog;
import relay.jca.ListenerStatus;
import relay.ledger.Acceptance;
import relay.ledger.Ledger;
import relay.ledger.MessageRow;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.smtp.ListenerRole;
import relay.tenant.ConflictException;
import relay.tenant.CredentialRequest;
import relay.tenant.Credentials;
import relay.tenant.DirectoryReader;
import relay.tenant.TenantChange;
import relay.tenant.TenantEntity;
import relay.tenant.Tenants;

/** Transactions, persistence, security, batch, endpoint dispatch and redelivery, as only a container has them. */
@ExtendWith(ArquillianExtension.class)
class ContainerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Deployment
    static Archive<?> relay() {
        return RelayArchive.withTests();
    }

    private final Tenants tenants = bean(Tenants.class);
    private final Credentials credentials = bean(Credentials.class);
    private final Administrators administrators = bean(Administrators.class);
    private final MessageLog messages = bean(MessageLog.class);
    private final DirectoryReader directory = bean(DirectoryReader.class);
    private final Ledger ledger = bean(Ledger.class);
    private final Clock clock = bean(Clock.class);
    private final IdentityStoreHandler identities = bean(IdentityStoreHandler.class);
    private final UserTransaction transaction = bean(UserTransaction.class);

    /** The container's bean; null on the side of the tests that only asks the container to run them. */
    private static <T> T bean(Class<T> type) {
        try {
            return CDI.current().select(type).get();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static TenantChange named(String name) {
        return new TenantChange(name, null, null, null);
    }

    @Test
    void entitiesArePersistedAndFound() {
        TenantEntity made = tenants.create(named("persisted"));
        assertEquals("persisted", tenants.find(made.getId()).orElseThrow().getName());
    }

    @Test
    void whatIsRolledBackWasNeverThere() throws Exception {
        long before = tenants.list("", 1000).size();
        transaction.begin();
        TenantEntity made = tenants.create(named("rolled back"));
        transaction.rollback();
        assertTrue(tenants.find(made.getId()).isEmpty());
        assertEquals(before, tenants.list("", 1000).size());
    }

    @Test
    void aConflictRollsTheTransactionBack() {
        tenants.create(named("taken"));
        assertThrows(ConflictException.class, () -> tenants.create(named("taken")));
    }

    @Test
    void aChangeIsInTheDirectoryAsSoonAsItIsCommitted() {
        TenantEntity made = tenants.create(named("seen at once"));
        assertTrue(directory.current().tenant(made.getId()).isPresent());
    }

    @Test
    void administratorsAreKnownToJakartaSecurity() {
        administrators.create("second@localhost", "open sesame");
        CredentialValidationResult right =
                identities.validate(new UsernamePasswordCredential("second@localhost", "open sesame"));
        assertEquals(CredentialValidationResult.Status.VALID, right.getStatus());
        assertTrue(right.getCallerGroups().contains("administrator"));
        assertEquals(
                CredentialValidationResult.Status.INVALID,
                identities
                        .validate(new UsernamePasswordCredential("second@localhost", "open sesam"))
                        .getStatus());
    }

    @Test
    void theRetentionJobRemovesWhatIsOld() throws Exception {
        String old = QueueIds.first(clock.instant().minus(Duration.ofDays(100)));
        String tenant = demo().getId();
        MessageRow message = new MessageRow(
                old,
                tenant,
                null,
                "transactional",
                null,
                "",
                null,
                null,
                null,
                "old",
                1,
                1,
                null,
                false,
                false,
                null,
                null,
                "test",
                null,
                null,
                null,
                0,
                0);
        ledger.record(new Acceptance(
                        message,
                        List.of(new RecipientRow(
                                0, "a@x.test", "x.test", RecipientStatus.DELIVERED, null, null, null, null)),
                        null,
                        List.of()))
                .join();
        assertTrue(messages.find(tenant, old).isPresent());
        JobOperator jobs = BatchRuntime.getJobOperator();
        long execution = jobs.start("retention", new Properties());
        await(() -> jobs.getJobExecution(execution).getBatchStatus() == BatchStatus.COMPLETED);
        assertFalse(messages.find(tenant, old).isPresent());
    }

    @Test
    void mailIsDispatchedToTheEndpointAndRecorded() throws Exception {
        admitLoopback();
        String queueId = send("dispatched");
        await(() -> messages.find(demo().getId(), queueId).isPresent());
    }

    @Test
    void aMessageThatCannotBeReadIsKeptAsideAndStopsNobody() throws Exception {
        admitLoopback();
        try (JMSContext context = broker()) {
            context.createProducer()
                    .send(context.createQueue(BrokerConnections.acceptedQueue()), new byte[] {77, 1, 2, 3});
        }
        String queueId = send("behind the unreadable one");
        await(() -> messages.find(demo().getId(), queueId).isPresent());
        try (JMSContext context = broker()) {
            byte[] kept = context.createConsumer(context.createQueue(BrokerConnections.setAsideQueue()))
                    .receiveBody(byte[].class, PATIENCE.toMillis());
            assertEquals(77, kept[0]);
        }
    }

    @Test
    void searchesOnlyItsOwnTenant() {
        TenantEntity other = tenants.create(named("stranger"));
        assertTrue(messages.find(other.getId(), MessageFilter.none(), "", 10)
                .items()
                .isEmpty());
    }

    private static JMSContext broker() throws JMSException {
        return BrokerConnections.open().createContext();
    }

    private TenantEntity demo() {
        return tenants.named("demo").orElseThrow();
    }

    private void admitLoopback() {
        boolean known =
                directory.current().admit(InetAddress.getLoopbackAddress()).isPresent();
        if (!known) {
            credentials.create(demo().getId(), new CredentialRequest("loopback", "ip", Set.of(), "127.0.0.1/32", null));
        }
    }

    private static String send(String subject) throws IOException {
        InetSocketAddress listener = ListenerStatus.bound().get(ListenerRole.TRANSFER);
        try (Socket socket = new Socket(listener.getAddress(), listener.getPort());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                OutputStream out = socket.getOutputStream()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in.readLine();
            say(in, out, "HELO container.test", "250");
            say(in, out, "MAIL FROM:<me@demo.test>", "250");
            say(in, out, "RCPT TO:<delivered@simulator.test>", "250");
            say(in, out, "DATA", "354");
            return say(in, out, "From: me@demo.test\r\nSubject: " + subject + "\r\n\r\nHello\r\n.", "250")
                    .replaceFirst(".*queued as ", "");
        }
    }

    private static String say(BufferedReader in, OutputStream out, String line, String expected) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String reply = in.readLine();
        assertTrue(reply.startsWith(expected), line + " -> " + reply);
        return reply;
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, "in time");
            Thread.onSpinWait();
        }
    }
}
