package relay.smtp.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.smtp.Account;
import relay.smtp.ScramVerifier;

class ScramExchangeTest {
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String CLIENT_FINAL = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

    private final Passwords passwords = new Passwords(new byte[32], Duration.ofMinutes(1), 10, () -> 0);
    private final ScramExchange exchange = new ScramExchange(passwords, SERVER_NONCE);
    private final Account user = account(ScramSha256.verifier("pencil", SALT, 4096));

    @Test
    void followsTheExampleOfRfc7677() {
        assertThat(challenge(exchange.begin())).isEmpty();
        assertThat(challenge(first(CLIENT_FIRST, Optional.of(user))))
                .isEqualTo("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(challenge(respond(CLIENT_FINAL))).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThat(respond("")).isEqualTo(new Turn.Granted(user));
    }

    @Test
    void deniesAProofOfAnotherPassword() {
        Account other = account(ScramSha256.verifier("pencils", SALT, 4096));
        first(CLIENT_FIRST, Optional.of(other));
        assertThat(respond(CLIENT_FINAL)).isInstanceOf(Turn.Denied.class);
    }

    @Test
    void deniesAProofBoundToAnotherHeader() {
        first(CLIENT_FIRST, Optional.of(user));
        assertThat(respond(CLIENT_FINAL.replace("c=biws", "c=eSws"))).isInstanceOf(Turn.Denied.class);
    }

    @Test
    void deniesAnotherNonce() {
        first(CLIENT_FIRST, Optional.of(user));
        assertThat(respond(CLIENT_FINAL.replace("hNlF$k0", "hNlF$k1"))).isInstanceOf(Turn.Denied.class);
    }

    @Test
    void refusesAProofOfTheWrongLength() {
        first(CLIENT_FIRST, Optional.of(user));
        assertThat(respond(CLIENT_FINAL.replaceAll("p=.*", "p=AAAA"))).isInstanceOf(Turn.Malformed.class);
    }

    @Test
    void leadsAnUnknownUserOnWithTheSameDecoyEachTime() {
        String once = challenge(first(CLIENT_FIRST, Optional.empty()));
        String again = challenge(
                new ScramExchange(passwords, SERVER_NONCE).respond(CLIENT_FIRST.getBytes(UTF_8))
                                instanceof Turn.FindAccount find
                        ? find.then().apply(Optional.empty())
                        : null);
        assertThat(again).isEqualTo(once).endsWith(",i=4096");
        assertThat(respond(CLIENT_FINAL)).isInstanceOf(Turn.Denied.class);
    }

    @Test
    void decodesCommaAndEqualsSignInTheName() {
        Turn turn = respond("n,,n=a=2Cb=3Dc,r=x");
        assertThat(((Turn.FindAccount) turn).username()).isEqualTo("a,b=c");
    }

    private Turn first(String message, Optional<Account> account) {
        return ((Turn.FindAccount) respond(message)).then().apply(account);
    }

    private Turn respond(String message) {
        return exchange.respond(message.getBytes(UTF_8));
    }

    private static String challenge(Turn turn) {
        return new String(((Turn.Challenge) turn).bytes(), UTF_8);
    }

    private static Account account(ScramVerifier verifier) {
        return new Account("id", "tenant", "user", verifier, Set.of(), true, "transactional", null);
    }
}
