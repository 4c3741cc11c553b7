package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static relay.smtp.testing.MxMoment.DATA;
import static relay.smtp.testing.MxMoment.FINAL_DOT;
import static relay.smtp.testing.MxMoment.QUIT;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import relay.smtp.testing.ScriptedMx;

/** A connection between and after transactions. */
class ReuseTest extends ClientScenario {
    @Test
    void noticesAPeerThatClosesWhileIdle() throws Exception {
        start(ScriptedMx.script());
        SmtpConnection connection = connection();
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        mx.dropSessions();
        await().until(() -> !connection.isOpen());
        assertFailed(sendToBob(connection), Stage.MAIL, "connection is closed: connection closed by peer");
        assertThat(send(connection, message("bob@example.org")).reusable()).isFalse();
    }

    @Test
    void noticesAPeerThatSaysGoodbyeWhileIdle() throws Exception {
        start(ScriptedMx.script().on(FINAL_DOT).does(dot -> {
            dot.proceed();
            dot.send("421 4.4.2 idle for too long\r\n".getBytes(StandardCharsets.US_ASCII));
            dot.ignore();
        }));
        SmtpConnection connection = connection();
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        await().until(() -> !connection.isOpen());
        RecipientResult result = sendToBob(connection);
        assertFailed(result, Stage.MAIL, "connection is closed: mx.test said 421 4.4.2 idle for too long");
        assertThat(result.failure().isAmbiguous()).isFalse();
    }

    @Test
    void saysQuit() throws Exception {
        start(ScriptedMx.script());
        SmtpConnection connection = connection();
        connection.quit();
        mx.session(1).awaitEnd();
        assertThat(mx.session(1).commands()).containsExactly("EHLO relay.test", "QUIT");
        assertThat(connection.isOpen()).isFalse();
        assertThat(sendToBob(connection).failure().stage()).isEqualTo(Stage.MAIL);
    }

    @Test
    void saysQuitAfterTheTransactionThatIsUnderWay() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        start(ScriptedMx.script().on(DATA).waitFor(latch));
        SmtpConnection connection = connection();
        CompletableFuture<TransactionResult> sending = connection.send(message("bob@example.org"));
        connection.quit();
        latch.countDown();
        TransactionResult result = within(sending);
        assertDelivered(result);
        assertThat(result.reusable()).isFalse();
        mx.session(1).awaitEnd();
        assertThat(mx.session(1).commands()).endsWith("DATA", "QUIT");
    }

    @Test
    void closesWhateverIsAnsweredToQuit() throws Exception {
        start(ScriptedMx.script().on(QUIT).reply("500 5.5.1 stay!"));
        connection().quit();
        mx.session(1).awaitEnd();
    }

    @Test
    void quitsOnceOnly() throws Exception {
        start(ScriptedMx.script());
        SmtpConnection connection = connection();
        connection.quit();
        connection.quit();
        mx.session(1).awaitEnd();
        assertThat(mx.session(1).commands()).containsOnlyOnce("QUIT");
    }

    @Test
    void carriesOneTransactionAtATime() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        start(ScriptedMx.script().on(DATA).once().waitFor(latch));
        SmtpConnection connection = connection();
        CompletableFuture<TransactionResult> first = connection.send(message("bob@example.org"));
        assertFailed(sendToBob(connection), Stage.MAIL, "connection is busy with another transaction");
        latch.countDown();
        assertDelivered(within(first));
        assertThat(sendToBob(connection).isDelivered()).isTrue();
    }

    @Test
    void failsWhatIsUnderWayWhenTheClientIsClosed() throws Exception {
        start(ScriptedMx.script().on(DATA).staySilent());
        SmtpConnection connection = connection();
        CompletableFuture<TransactionResult> sending = connection.send(message("bob@example.org"));
        mx.session(1);
        client.close();
        assertThat(within(sending).recipients().get(0).failure().cause()).contains("client is closed");
        assertThat(connection.isOpen()).isFalse();
        assertThat(sendToBob(connection).failure().cause()).isEqualTo("connection is closed: client is closed");
    }

    @Test
    void isInDoubtWhenTheClientIsClosedAfterTheFinalDot() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        start(ScriptedMx.script().on(FINAL_DOT).does(dot -> {
            arrived.countDown();
            dot.ignore();
        }));
        SmtpConnection connection = connection();
        CompletableFuture<TransactionResult> sending = connection.send(message("bob@example.org"));
        arrived.await();
        client.close();
        assertThat(within(sending).recipients().get(0).failure())
                .isEqualTo(new SmtpFailure(Stage.FINAL_DOT, null, "client is closed"));
    }

    @Test
    void closesTwice() {
        client.close();
        client.close();
    }

    @Test
    void carriesManyConnectionsOnOneThread() throws Exception {
        start(ScriptedMx.script().keepingNoContent());
        CompletableFuture<?>[] all = new CompletableFuture<?>[40];
        for (int i = 0; i < all.length; i++) {
            all[i] = client.connect(host(TlsRequirement.NONE)).thenCompose(connection -> sendAgain(connection, 25));
        }
        within(CompletableFuture.allOf(all));
        assertThat(mx.awaitMessages(1000, PATIENCE)).hasSize(1000);
        assertThat(mx.sessions()).hasSize(40);
    }

    private static CompletableFuture<Void> sendAgain(SmtpConnection connection, int times) {
        if (times == 0) {
            connection.quit();
            return CompletableFuture.completedFuture(null);
        }
        return connection.send(message("bob@example.org")).thenCompose(result -> {
            assertDelivered(result);
            return sendAgain(connection, times - 1);
        });
    }
}
