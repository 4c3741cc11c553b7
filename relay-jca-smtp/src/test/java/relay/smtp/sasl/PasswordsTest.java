package relay.smtp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import relay.smtp.Account;
import relay.smtp.ScramVerifier;

class PasswordsTest {
    private final AtomicLong now = new AtomicLong();
    private final Passwords passwords = new Passwords(new byte[32], Duration.ofSeconds(60), 2, now::get);
    private final Optional<Account> alice = account(ScramSha256.verifier("secret"));

    @Test
    void grantsTheRightPasswordOnly() {
        assertThat(passwords.check("alice", "secret", alice)).isEqualTo(alice);
        assertThat(passwords.check("alice", "Secret", alice)).isEmpty();
        assertThat(passwords.check("nobody", "secret", Optional.empty())).isEmpty();
    }

    @Test
    void neverGrantsACredentialWithoutPassword() {
        assertThat(passwords.check("printer", "secret", account(null))).isEmpty();
    }

    @Test
    void forgetsAProofWhenTheVerifierChanges() {
        assertThat(passwords.check("alice", "secret", alice)).isPresent();
        assertThat(passwords.check("alice", "secret", account(ScramSha256.verifier("changed"))))
                .isEmpty();
    }

    /** Remembering shows in that the derived keys are not looked at again: here they no longer fit the password. */
    @Test
    void remembersAProofForAMinute() {
        ScramVerifier verifier = alice.orElseThrow().verifier();
        assertThat(passwords.check("alice", "secret", alice)).isPresent();
        Optional<Account> sameKeysOtherIterations =
                account(new ScramVerifier(verifier.salt(), 5000, verifier.storedKey(), verifier.serverKey()));
        assertThat(passwords.check("alice", "secret", sameKeysOtherIterations)).isPresent();
        now.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(passwords.check("alice", "secret", sameKeysOtherIterations)).isEmpty();
    }

    @Test
    void givesEachUnknownUserADecoyOfItsOwn() {
        ScramVerifier one = passwords.verifier("one", Optional.empty());
        ScramVerifier two = passwords.verifier("two", Optional.empty());
        assertThat(one.salt()).hasSize(16).isNotEqualTo(two.salt());
        assertThat(passwords.verifier("one", Optional.empty()).salt()).isEqualTo(one.salt());
    }

    @Test
    void refusesToDeriveFromAPasswordWithControlCharacters() {
        assertThatThrownBy(() -> ScramSha256.verifier("a\u0007b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScramSha256.verifier("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(passwords.check("alice", "a\u0007b", alice)).isEmpty();
    }

    @Test
    void preparesPasswordsBeforeDeriving() {
        Optional<Account> accented = account(ScramSha256.verifier("IX\u00e9"));
        assertThat(passwords.check("alice", "\u2168e\u0301\u00ad", accented)).isPresent();
    }

    private static Optional<Account> account(ScramVerifier verifier) {
        return Optional.of(new Account("id", "tenant", "alice", verifier, Set.of(), true, "transactional", null));
    }
}
