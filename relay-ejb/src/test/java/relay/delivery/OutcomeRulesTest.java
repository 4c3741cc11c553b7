package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.ledger.RecipientStatus;
import relay.smtp.Reply;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

class OutcomeRulesTest {
    private static final long NOW = Deliveries.ACCEPTED_AT + 1_000;

    private final OutcomeRules rules = new OutcomeRules(RetrySchedules.ofEach(RetrySchedule.ofDefaults()), () -> 0.5);

    private static AttemptResult failed(SmtpFailure failure, long endedAt) {
        return new AttemptResult(null, failure, null, null, false, endedAt - 10, endedAt);
    }

    private static SmtpFailure reply(int code, String enhanced) {
        return new SmtpFailure(Stage.RCPT, new Reply(code, enhanced, java.util.List.of("no")), "no");
    }

    private static SmtpFailure lost(Stage stage) {
        return new SmtpFailure(stage, null, "connection lost");
    }

    @Test
    void aPositiveReplyToTheDotIsDelivery() {
        AttemptResult result =
                new AttemptResult(Reply.of(250, "2.6.0", "queued"), null, null, null, false, NOW - 10, NOW);
        assertThat(rules.decide(Deliveries.transactional(), result))
                .isEqualTo(new Verdict(RecipientStatus.DELIVERED, null, "2.6.0", false));
    }

    @Test
    void aPermanentReplyBounces() {
        assertThat(rules.decide(Deliveries.transactional(), failed(reply(550, "5.1.1"), NOW)))
                .isEqualTo(new Verdict(RecipientStatus.BOUNCED, null, "5.1.1", false));
    }

    @Test
    void aTransientReplyDefersByTheSchedule() {
        Verdict verdict = rules.decide(Deliveries.transactional(), failed(reply(451, "4.7.1"), NOW));
        assertThat(verdict.status()).isEqualTo(RecipientStatus.DEFERRED);
        assertThat(verdict.nextAt()).isEqualTo(NOW + Duration.ofMinutes(1).toMillis());
        assertThat(verdict.enhancedStatus()).isEqualTo("4.7.1");
    }

    @ParameterizedTest
    @CsvSource({"CONNECT", "GREETING", "EHLO", "STARTTLS", "MAIL", "RCPT", "DATA", "CONTENT"})
    void aLostConnectionBeforeTheDotDefersWithoutDoubt(Stage stage) {
        Verdict verdict = rules.decide(Deliveries.transactional(), failed(lost(stage), NOW));
        assertThat(verdict.status()).isEqualTo(RecipientStatus.DEFERRED);
        assertThat(verdict.inDoubt()).isFalse();
    }

    @Test
    void aLostConnectionAfterTheDotIsInDoubtAndTransactionalMailIsTriedAgain() {
        Verdict verdict = rules.decide(Deliveries.transactional(), failed(lost(Stage.FINAL_DOT), NOW));
        assertThat(verdict.inDoubt()).isTrue();
        assertThat(verdict.status()).isEqualTo(RecipientStatus.DEFERRED);
    }

    @Test
    void broadcastMailInDoubtWaitsForADecision() {
        Verdict verdict = rules.decide(Deliveries.broadcast(), failed(lost(Stage.FINAL_DOT), NOW));
        assertThat(verdict).isEqualTo(new Verdict(RecipientStatus.IN_DOUBT, null, "4.4.2", true));
    }

    private static SmtpFailure greylisted(String text) {
        return new SmtpFailure(Stage.RCPT, Reply.of(450, "4.2.0", text), text);
    }

    private static OutcomeRules hourly(double random) {
        RetrySchedule hour = new RetrySchedule(java.util.List.of(Duration.ofHours(1)), Duration.ofDays(1), 0);
        RetrySchedule minute = new RetrySchedule(java.util.List.of(Duration.ofMinutes(1)), Duration.ofDays(1), 0);
        return new OutcomeRules(new RetrySchedules(minute, hour, Duration.ofMinutes(5)), () -> random);
    }

    private static Duration wait(OutcomeRules rules, Delivery delivery, SmtpFailure failure) {
        return Duration.ofMillis(rules.decide(delivery, failed(failure, NOW)).nextAt() - NOW);
    }

    @Test
    void eachStreamHasAScheduleOfItsOwn() {
        assertThat(wait(hourly(0), Deliveries.transactional(), reply(451, null)))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(wait(hourly(0), Deliveries.broadcast(), reply(451, null))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whoIsAskedToComeBackComesBackEarly() {
        assertThat(wait(hourly(0), Deliveries.broadcast(), greylisted("Greylisted")))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(wait(hourly(0), Deliveries.transactional(), greylisted("Greylisted")))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoIsToldWhenToComeBackComesThenAndNeverEarlier() {
        SmtpFailure named = greylisted("Greylisted, come back in 600 seconds");
        assertThat(wait(hourly(0), Deliveries.transactional(), named)).isEqualTo(Duration.ofMinutes(10));
        assertThat(wait(hourly(1), Deliveries.broadcast(), named)).isEqualTo(Duration.ofMinutes(11));
    }

    @Test
    void theLastWaitEndsAtTheExpiry() {
        long nearEnd = Deliveries.EXPIRES_AT - 5_000;
        Verdict verdict = rules.decide(Deliveries.transactional(), failed(reply(451, null), nearEnd));
        assertThat(verdict.nextAt()).isEqualTo(Deliveries.EXPIRES_AT);
    }

    @Test
    void afterTheExpiryItIsOver() {
        Verdict verdict = rules.decide(Deliveries.transactional(), failed(reply(451, null), Deliveries.EXPIRES_AT));
        assertThat(verdict).isEqualTo(new Verdict(RecipientStatus.EXPIRED, null, "4.4.7", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"550|5.1.1|no|5.1.1", "550||5.7.26 unauthenticated|5.7.26", "550||plain words|5.0.0"})
    void findsTheEnhancedCode(int code, String enhanced, String text, String expected) {
        assertThat(OutcomeRules.enhanced(new Reply(code, enhanced, java.util.List.of(text)), "5.0.0"))
                .isEqualTo(expected);
    }
}
