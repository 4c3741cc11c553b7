package relay.it.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Flood;
import relay.it.rest.Rest;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/** Connections cost little: many idle clients and many silent hosts at a time, and mail for others goes its way. */
@SystemTest
class ConnectionsIT {
    private static final int INBOUND = Integer.getInteger("relay.it.connections.inbound", 1_000);
    private static final int OUTBOUND = Integer.getInteger("relay.it.connections.outbound", 500);
    /** As many as a site gets before it has shown how many it stands. */
    private static final int EACH_SITE = 5;

    private static final int SESSIONS = 10;
    private static final long GIGABYTE = 1L << 30;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void manyIdleClientsAndSilentHostsFitIntoAGigabyte() throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        try (Internet internet = new Internet();
                Tarpit silent = new Tarpit();
                ScriptedMx live = internet.host().start();
                RelayProcess relay = internet.joinedBy(RelaySetUp.named("connections"))
                        .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
                        .with("RELAY_MAX_CONNECTIONS", Integer.toString(INBOUND + 100))
                        .with("RELAY_MAX_CONNECTIONS_PER_PEER", Integer.toString(INBOUND + 100))
                        .with("RELAY_MAX_IN_FLIGHT", Integer.toString(10 * OUTBOUND))
                        .start()) {
            List<String> domains = silentDomains(internet, silent, live.port());
            for (int i = 0; i < INBOUND; i++) {
                clients.add(greeted(relay.submission()));
            }
            fill(relay, domains);
            await().atMost(PATIENCE).until(() -> silent.connections() >= OUTBOUND);
            long memory = residentBytes(relay);
            System.out.printf(
                    "ConnectionsIT: %,d inbound and %,d outbound connections, %,d MB resident%n",
                    clients.size(), OUTBOUND, memory / 1_000_000);
            assertThat(memory).isLessThan(GIGABYTE);
            sendBesideThem(relay, "ann@" + internet.domainAt(live));
            await().atMost(PATIENCE).until(() -> live.messageCount() == 1);
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static List<String> silentDomains(Internet internet, Tarpit silent, int port) throws IOException {
        List<String> domains = new ArrayList<>();
        for (int i = 0; i < OUTBOUND / EACH_SITE; i++) {
            String address = internet.newAddress();
            silent.listen(new InetSocketAddress(address, port));
            String domain = internet.newDomain();
            internet.send(domain, 10, address);
            domains.add(domain);
        }
        return domains;
    }

    private static SocketChannel greeted(InetSocketAddress listener) throws IOException {
        SocketChannel client = SocketChannel.open(listener);
        ByteBuffer greeting = ByteBuffer.allocate(500);
        client.read(greeting);
        assertThat(US_ASCII.decode(greeting.flip()).toString()).startsWith("220 ");
        return client;
    }

    private static void fill(RelayProcess relay, List<String> domains) throws IOException, InterruptedException {
        Rest administrator = Rest.administrator(relay);
        String tenant = administrator.post("/tenants", "{'name':'many'}").json().getString("id");
        assertThat(administrator
                        .header("Relay-Tenant", tenant)
                        .post("/credentials", "{'name':'flood','kind':'ip','cidr':'127.1.0.1'}")
                        .status())
                .isEqualTo(201);
        Flood flood = new Flood(relay.submission(), "127.1.0.1", "news@many.example");
        int accepted = flood.send(
                OUTBOUND,
                SESSIONS,
                number -> new Flood.Letter("r" + number + "@" + domains.get(number % domains.size()), 1));
        assertThat(flood.failures()).isEmpty();
        assertThat(accepted).isEqualTo(OUTBOUND);
    }

    private static void sendBesideThem(RelayProcess relay, String recipient) throws IOException {
        assertThat(Rest.administrator(relay)
                        .header("Relay-Tenant", demoTenant(relay))
                        .post(
                                "/messages",
                                "{'from':'hello@demo.test','to':['" + recipient + "'],'subject':'x','text':'x'}")
                        .status())
                .isEqualTo(202);
    }

    private static String demoTenant(RelayProcess relay) throws IOException {
        return Rest.administrator(relay)
                .get("/tenants")
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
    }

    private static long residentBytes(RelayProcess relay) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(relay.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
