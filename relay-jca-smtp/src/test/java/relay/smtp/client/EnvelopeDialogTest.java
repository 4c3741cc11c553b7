package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.smtp.testing.MxMoment.DATA;
import static relay.smtp.testing.MxMoment.MAIL;
import static relay.smtp.testing.MxMoment.RCPT;
import static relay.smtp.testing.MxMoment.RSET;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.BodyType;
import relay.smtp.Envelope;
import relay.smtp.Reply;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ScriptedMx;

/** MAIL, RCPT and DATA, with PIPELINING and without. */
class EnvelopeDialogTest extends ClientScenario {
    private static final String MAIL_COMMAND = "MAIL FROM:<alice@example.com> SIZE=30";

    private static MxScript script(boolean pipelining) {
        return pipelining ? ScriptedMx.script() : ScriptedMx.script().without("PIPELINING");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deliversToSeveralRecipients(boolean pipelining) throws Exception {
        start(script(pipelining));
        TransactionResult result = send(connection(), message("bob@example.org", "carol@example.org"));
        assertThat(result.reusable()).isTrue();
        assertThat(result.recipients())
                .hasSize(2)
                .containsOnly(new RecipientResult(Reply.of(250, "2.0.0", "taken"), null));
        assertThat(received().recipients()).containsExactly("bob@example.org", "carol@example.org");
        assertThat(received().reversePath()).isEqualTo("alice@example.com");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsARefusedSender(boolean pipelining) throws Exception {
        start(script(pipelining).on(MAIL).once().reply("550 5.7.1 sender refused"));
        SmtpConnection connection = connection();
        TransactionResult result = send(connection, message("bob@example.org", "carol@example.org"));
        for (RecipientResult recipient : result.recipients()) {
            assertFailed(recipient, Stage.MAIL, Reply.of(550, "5.7.1", "sender refused"));
        }
        assertThat(result.reusable()).isTrue();
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        assertThat(mx.messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deliversToThoseThatAreAccepted(boolean pipelining) throws Exception {
        start(script(pipelining)
                .on(RCPT)
                .of("bob@example.org")
                .reply("550 5.1.1 no such user")
                .on(RCPT)
                .of("dave@example.org")
                .reply("450 4.2.1 mailbox busy"));
        TransactionResult result =
                send(connection(), message("bob@example.org", "carol@example.org", "dave@example.org"));
        assertFailed(result.recipients().get(0), Stage.RCPT, Reply.of(550, "5.1.1", "no such user"));
        assertThat(result.recipients().get(1).isDelivered()).isTrue();
        assertFailed(result.recipients().get(2), Stage.RCPT, Reply.of(450, "4.2.1", "mailbox busy"));
        assertThat(result.reusable()).isTrue();
        assertThat(received().recipients()).containsExactly("carol@example.org");
    }

    @Test
    void saysNoDataWhereAllRecipientsAreRefused() throws Exception {
        start(script(false).on(RCPT).once().reply("550 5.1.1 no such user"));
        SmtpConnection connection = connection();
        assertFailed(sendToBob(connection), Stage.RCPT, Reply.of(550, "5.1.1", "no such user"));
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        assertThat(mx.session(1).commands())
                .containsExactly(
                        "EHLO relay.test",
                        MAIL_COMMAND,
                        "RCPT TO:<bob@example.org>",
                        "RSET",
                        MAIL_COMMAND,
                        "RCPT TO:<bob@example.org>",
                        "DATA");
    }

    @Test
    void deliversNothingWhereDataIsAskedForWithoutRecipients() throws Exception {
        start(script(true)
                .on(RCPT)
                .once()
                .reply("550 5.1.1 no such user")
                .on(DATA)
                .once()
                .reply("354 go ahead anyway"));
        SmtpConnection connection = connection();
        TransactionResult result = send(connection, message("bob@example.org"));
        assertFailed(result.recipients().get(0), Stage.RCPT, Reply.of(550, "5.1.1", "no such user"));
        assertThat(result.reusable()).isTrue();
        assertThat(received().size()).isZero();
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        assertThat(mx.session(1).commands()).doesNotContain("RSET");
    }

    @Test
    void deliversNothingWhereDataIsAskedForWithoutASender() throws Exception {
        start(script(true)
                .on(MAIL)
                .once()
                .reply("550 5.7.1 sender refused")
                .on(RCPT)
                .once()
                .reply("250 2.1.5 whatever")
                .on(DATA)
                .once()
                .reply("354 go ahead anyway"));
        TransactionResult result = send(connection(), message("bob@example.org"));
        assertFailed(result.recipients().get(0), Stage.MAIL, Reply.of(550, "5.7.1", "sender refused"));
        assertThat(received().size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsRefusedData(boolean pipelining) throws Exception {
        start(script(pipelining)
                .on(RCPT)
                .of("bob@example.org")
                .once()
                .reply("550 5.1.1 no such user")
                .on(DATA)
                .once()
                .reply("451 4.3.0 disk full"));
        SmtpConnection connection = connection();
        TransactionResult result = send(connection, message("bob@example.org", "carol@example.org"));
        assertFailed(result.recipients().get(0), Stage.RCPT, Reply.of(550, "5.1.1", "no such user"));
        assertFailed(result.recipients().get(1), Stage.DATA, Reply.of(451, "4.3.0", "disk full"));
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        assertThat(mx.session(1).commands()).contains("RSET");
    }

    @Test
    void saysNoRsetAfterSuccess() throws Exception {
        start(script(true));
        SmtpConnection connection = connection();
        sendToBob(connection);
        sendToBob(connection);
        assertThat(mx.session(1).commands()).doesNotContain("RSET");
    }

    @Test
    void failsWhereRsetIsRefused() throws Exception {
        start(script(true).on(DATA).reply("451 4.3.0 disk full").on(RSET).reply("500 5.5.1 what?"));
        SmtpConnection connection = connection();
        sendToBob(connection);
        assertFailed(sendToBob(connection), Stage.MAIL, "unexpected reply: 500 5.5.1 what?");
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAt421AndKeepsEarlierRefusals(boolean pipelining) throws Exception {
        start(script(pipelining)
                .on(RCPT)
                .of("bob@example.org")
                .reply("550 5.1.1 no such user")
                .on(RCPT)
                .of("dave@example.org")
                .replyAndDrop("421 4.3.2 shutting down"));
        SmtpConnection connection = connection();
        TransactionResult result = send(
                connection, message("bob@example.org", "carol@example.org", "dave@example.org", "eve@example.org"));
        Reply goodbye = Reply.of(421, "4.3.2", "shutting down");
        assertFailed(result.recipients().get(0), Stage.RCPT, Reply.of(550, "5.1.1", "no such user"));
        assertFailed(result.recipients().get(1), Stage.RCPT, goodbye);
        assertFailed(result.recipients().get(2), Stage.RCPT, goodbye);
        assertFailed(result.recipients().get(3), Stage.RCPT, goodbye);
        assertThat(result.reusable()).isFalse();
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesTheStageAtWhichThePeerCloses(boolean pipelining) throws Exception {
        start(script(pipelining).on(MAIL).once().drop());
        assertFailed(sendToBob(connection()), Stage.MAIL, "connection closed by peer");
        mx.acceptAllFromNowOn().on(RCPT).once().drop();
        assertThat(sendToBob(connection()).failure().stage()).isEqualTo(Stage.RCPT);
        mx.acceptAllFromNowOn().on(DATA).once().drop();
        assertThat(sendToBob(connection()).failure().stage()).isEqualTo(Stage.DATA);
    }

    @Test
    void endsAtRepliesThatMakeNoSense() throws Exception {
        start(script(true).on(MAIL).once().reply("354 go on"));
        assertFailed(sendToBob(connection()), Stage.MAIL, "unexpected reply: 354 go on");
        mx.acceptAllFromNowOn().on(RCPT).once().reply("354 go on");
        assertFailed(sendToBob(connection()), Stage.RCPT, "unexpected reply: 354 go on");
        mx.acceptAllFromNowOn().on(DATA).once().reply("250 thanks");
        assertFailed(sendToBob(connection()), Stage.DATA, "unexpected reply: 250 thanks");
        assertThat(mx.messages()).isEmpty();
    }

    @Test
    void saysMoreRecipientsThanItMayPipeline() throws Exception {
        use(settings().withPipelineDepth(10));
        start(script(true).on(RCPT).where(rcpt -> rcpt.contains("7@")).reply("550 5.1.1 no such user"));
        String[] recipients = IntStream.range(0, 250)
                .mapToObj(i -> "user" + i + "@example.org")
                .toArray(String[]::new);
        TransactionResult result = send(connection(), message(recipients));
        for (int i = 0; i < recipients.length; i++) {
            assertThat(result.recipients().get(i).isDelivered())
                    .as(recipients[i])
                    .isEqualTo(!recipients[i].contains("7@"));
        }
        assertThat(received().recipients()).hasSize(225);
    }

    @Test
    void saysNothingToAPeerWithoutAnExtensionThatTheMessageNeeds() throws Exception {
        start(script(true).without("8BITMIME").without("SMTPUTF8").offering("SIZE 29"));
        SmtpConnection connection = connection();
        assertRefusedUnsaid(
                connection,
                new Envelope(
                        "a@b",
                        Envelope.of("", List.of("bob@example.org")).recipients(),
                        BodyType.EIGHT_BIT_MIME,
                        false,
                        null,
                        null),
                "552 5.3.4");
        use(settings());
        mx.close();
        start(script(true).without("8BITMIME").without("SMTPUTF8"));
        connection = connection();
        assertRefusedUnsaid(
                connection,
                new Envelope(
                        "a@b",
                        Envelope.of("", List.of("bob@example.org")).recipients(),
                        BodyType.EIGHT_BIT_MIME,
                        false,
                        null,
                        null),
                "554 5.6.3");
        assertRefusedUnsaid(
                connection,
                new Envelope(
                        "a@b",
                        Envelope.of("", List.of("bob@example.org")).recipients(),
                        BodyType.SEVEN_BIT,
                        true,
                        null,
                        null),
                "553 5.6.7");
    }

    private void assertRefusedUnsaid(SmtpConnection connection, Envelope envelope, String code) throws Exception {
        TransactionResult result = send(connection, new Transaction(envelope, content(TEXT), () -> true));
        SmtpFailure failure = result.recipients().get(0).failure();
        assertThat(failure.stage()).isEqualTo(Stage.MAIL);
        assertThat(failure.reply().toString()).startsWith(code + " remote host mx.test does not support ");
        assertThat(result.reusable()).isTrue();
        assertThat(mx.session(1).commands()).containsExactly("EHLO relay.test");
    }

    @Test
    void refusesARecipientThatCannotBeSaidAndGoesOn() throws Exception {
        start(script(true));
        TransactionResult result = send(connection(), message("bob@example.org>\r\nRSET", "carol@example.org"));
        assertFailed(
                result.recipients().get(0),
                Stage.RCPT,
                Reply.of(553, "5.1.3", "the recipient is no mailbox that can be sent"));
        assertThat(result.recipients().get(1).isDelivered()).isTrue();
        assertThat(received().recipients()).containsExactly("carol@example.org");
    }

    @Test
    void saysNothingWhereNoRecipientCanBeSaid() throws Exception {
        start(script(true));
        TransactionResult result = send(connection(), message("bob b@example.org"));
        assertThat(result.recipients().get(0).failure().reply().code()).isEqualTo(553);
        assertThat(result.reusable()).isTrue();
        assertThat(mx.session(1).commands()).containsExactly("EHLO relay.test");
    }

    @Test
    void sendsTheNullReversePath() throws Exception {
        start(script(true));
        Transaction report = new Transaction(Envelope.of("", List.of("bob@example.org")), content(TEXT), () -> true);
        assertDelivered(send(connection(), report));
        assertThat(received().mail()).isEqualTo("MAIL FROM:<> SIZE=30");
    }
}
