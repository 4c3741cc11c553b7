package relay.smtp.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import relay.smtp.Account;
import relay.smtp.ScramVerifier;

/** Whatever a client says, an exchange ends, and never grants what was not proved. */
class ExchangeFuzzTest {
    private static final Optional<Account> ACCOUNT = Optional.of(new Account(
            "id",
            "tenant",
            "user",
            new ScramVerifier(new byte[16], 4096, new byte[32], new byte[32]),
            Set.of(),
            true,
            "transactional",
            null));

    @FuzzTest
    void grantsNothingUnproved(FuzzedDataProvider data) {
        Passwords passwords = new Passwords(new byte[32], Duration.ofMinutes(1), 10, () -> 0);
        Exchange exchange = data.pickValue(Mechanism.values()).begin(passwords);
        Turn turn = exchange.begin();
        while (turn instanceof Turn.Challenge && data.remainingBytes() > 0) {
            turn = exchange.respond(data.consumeBytes(data.consumeInt(0, 200)));
            if (turn instanceof Turn.FindAccount find) {
                turn = find.then().apply(data.consumeBoolean() ? ACCOUNT : Optional.empty());
            }
        }
        assertThat(turn).isNotInstanceOf(Turn.Granted.class);
    }
}
