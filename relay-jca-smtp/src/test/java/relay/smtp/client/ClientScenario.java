package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.Reply;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestAuthority;

/** A client and, once a test has started it, a remote host. */
@Timeout(60)
abstract class ClientScenario {
    static final TestAuthority AUTHORITY = new TestAuthority();
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String TEXT = "Subject: hello\r\n\r\nHello, Bob\r\n";

    final ExecutorService workers = Executors.newFixedThreadPool(2);
    NettySmtpClient client = newClient(settings());
    ScriptedMx mx;

    static ClientSettings settings() {
        return ClientSettings.ofDefaults("relay.test").withThreads(1);
    }

    final NettySmtpClient newClient(ClientSettings settings) {
        return new NettySmtpClient(settings, workers, AUTHORITY.trust());
    }

    /** Uses other settings from now on. */
    final void use(ClientSettings settings) {
        client.close();
        client = newClient(settings);
    }

    final ScriptedMx start(MxScript script) {
        mx = script.start();
        return mx;
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        if (mx != null) {
            mx.close();
        }
        workers.shutdownNow();
        assertThat(workers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    final RemoteHost host(TlsRequirement tls) {
        return new RemoteHost("mx.test", mx.address(), tls, null);
    }

    final RemoteHost host(TlsRequirement tls, String user, String password) {
        return new RemoteHost("mx.test", mx.address(), tls, new RemoteHost.Login(user, password));
    }

    /** An open connection in clear. */
    final SmtpConnection connection() throws Exception {
        return connection(host(TlsRequirement.NONE));
    }

    final SmtpConnection connection(RemoteHost host) throws Exception {
        return within(client.connect(host));
    }

    /** Why a connection does not come about. */
    final SmtpFailure refusal(RemoteHost host) throws Exception {
        try {
            within(client.connect(host));
        } catch (ExecutionException e) {
            return ((SmtpFailureException) e.getCause()).failure();
        }
        throw new AssertionError("connected after all");
    }

    final SmtpFailure refusal() throws Exception {
        return refusal(host(TlsRequirement.NONE));
    }

    static <T> T within(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static Transaction message(String... recipients) {
        return message(content(TEXT), recipients);
    }

    static Transaction message(Content content, String... recipients) {
        return new Transaction(Envelope.of("alice@example.com", List.of(recipients)), content, () -> true);
    }

    static Content content(String text) {
        return Content.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static TransactionResult send(SmtpConnection connection, Transaction transaction) throws Exception {
        return within(connection.send(transaction));
    }

    /** Sends to Bob and answers what became of it. */
    static RecipientResult sendToBob(SmtpConnection connection) throws Exception {
        return send(connection, message("bob@example.org")).recipients().get(0);
    }

    final ReceivedMessage received() throws InterruptedException {
        return mx.awaitMessages(1, PATIENCE).get(0);
    }

    static void assertDelivered(TransactionResult result) {
        assertThat(result.recipients()).allMatch(RecipientResult::isDelivered);
    }

    static void assertFailed(RecipientResult result, Stage stage, Reply reply) {
        assertThat(result.isDelivered()).isFalse();
        assertThat(result.failure().stage()).isEqualTo(stage);
        assertThat(result.failure().reply()).isEqualTo(reply);
    }

    static void assertFailed(RecipientResult result, Stage stage, String cause) {
        assertFailed(result, stage, (Reply) null);
        assertThat(result.failure().cause()).isEqualTo(cause);
    }
}
