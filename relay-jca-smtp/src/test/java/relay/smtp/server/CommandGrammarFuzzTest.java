package relay.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Set;
import relay.smtp.ForwardPath;

/** The grammar accepts or refuses; what it accepts is safe to write into a header or another command. */
class CommandGrammarFuzzTest {
    @FuzzTest
    void acceptsOrRefusesMail(FuzzedDataProvider data) {
        try {
            MailCommand mail = MailCommand.parse(
                    data.consumeRemainingAsString(), true, Set.of(MailCommand.AUTH, MailCommand.REQUIRETLS));
            assertSafe(mail.reversePath());
            assertThat(mail.size()).isNotNegative();
            assertThat(Mailbox.isAscii(mail.reversePath()) || mail.smtpUtf8()).isTrue();
        } catch (Refusal refusal) {
            assertThat(refusal.reply().isPermanent()).isTrue();
        }
    }

    @FuzzTest
    void acceptsOrRefusesRcpt(FuzzedDataProvider data) {
        boolean smtpUtf8 = data.consumeBoolean();
        try {
            ForwardPath recipient = RcptCommand.parse(data.consumeRemainingAsString(), true, smtpUtf8);
            assertSafe(recipient.address());
            assertThat(Mailbox.isAscii(recipient.address()) || smtpUtf8).isTrue();
        } catch (Refusal refusal) {
            assertThat(refusal.reply().isPermanent()).isTrue();
        }
    }

    private static void assertSafe(String address) {
        assertThat(address.chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(Mailbox.octets(address)).isLessThanOrEqualTo(254);
    }
}
