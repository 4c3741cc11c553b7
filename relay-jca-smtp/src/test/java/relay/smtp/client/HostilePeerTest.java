package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.smtp.testing.MxMoment.CONNECT;
import static relay.smtp.testing.MxMoment.EHLO;
import static relay.smtp.testing.MxMoment.FINAL_DOT;
import static relay.smtp.testing.MxMoment.MAIL;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import relay.smtp.testing.MxExchange;
import relay.smtp.testing.ScriptedMx;

/** Peers that say too much, too little or nonsense; the virtual clock of {@link TimeoutTest} sees to those that wait. */
class HostilePeerTest extends ClientScenario {
    @Test
    void refusesAReplyWithoutEnd() throws Exception {
        start(ScriptedMx.script().on(EHLO).does(ehlo -> flood(ehlo, "250-X-AGAIN\r\n")));
        assertThat(refusal()).isEqualTo(new SmtpFailure(Stage.EHLO, null, "reply of more than 100 lines"));
        mx.session(1).awaitEnd();
    }

    @Test
    void refusesALineWithoutEnd() throws Exception {
        start(ScriptedMx.script().on(CONNECT).does(connect -> flood(connect, "220 and so on ")));
        assertThat(refusal()).isEqualTo(new SmtpFailure(Stage.GREETING, null, "reply line longer than 2048 bytes"));
        mx.session(1).awaitEnd();
    }

    /** At most ten megabytes: the client closes long before. */
    private static void flood(MxExchange exchange, String words) throws IOException {
        byte[] many = words.repeat(10_000_000 / 1000 / words.length()).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 1000; i++) {
            exchange.send(many);
        }
        throw new AssertionError("the client took it all");
    }

    @Test
    void refusesBinaryGarbage() throws Exception {
        byte[] garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);
        start(ScriptedMx.script().on(EHLO).does(ehlo -> {
            ehlo.send(garbage);
            ehlo.ignore();
        }));
        SmtpFailure failure = refusal();
        assertThat(failure.stage()).isEqualTo(Stage.EHLO);
        assertThat(failure.cause()).startsWith("not an SMTP reply: ").hasSizeLessThan(250);
        assertThat(failure.cause().chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void refusesCodesThatDiffer() throws Exception {
        start(ScriptedMx.script().on(MAIL).send("250-2.1.0 yes\r\n550 5.7.1 no\r\n"));
        assertFailed(sendToBob(connection()), Stage.MAIL, "reply codes differ: 250 and 550");
    }

    @Test
    void isInDoubtAfterGarbageInAnswerToTheFinalDot() throws Exception {
        start(ScriptedMx.script().on(FINAL_DOT).send("OK\r\n"));
        RecipientResult result = sendToBob(connection());
        assertFailed(result, Stage.FINAL_DOT, "not an SMTP reply: OK");
        assertThat(result.failure().isAmbiguous()).isTrue();
    }

    @Test
    void believesNoReplyToAQuestionNotAskedYet() throws Exception {
        start(ScriptedMx.script()
                .without("PIPELINING")
                .on(MAIL)
                .send("250 ok\r\n250 ok\r\n354 go\r\n250 taken already\r\n"));
        assertFailed(sendToBob(connection()), Stage.CONTENT, "unexpected reply: 250 taken already");
        assertThat(mx.messages()).isEmpty();
    }

    @Test
    void endsAtAPeerThatHalfClosesInTheMiddleOfAReply() throws Exception {
        start(ScriptedMx.script().on(EHLO).does(ehlo -> {
            ehlo.send("250-mx.test\r\n250-SI".getBytes(StandardCharsets.US_ASCII));
            ehlo.shutDownOutput();
            ehlo.ignore();
        }));
        assertThat(refusal()).isEqualTo(new SmtpFailure(Stage.EHLO, null, "connection closed by peer"));
        mx.session(1).awaitEnd();
    }
}
