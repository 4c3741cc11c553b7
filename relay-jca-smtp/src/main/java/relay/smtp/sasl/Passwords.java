package relay.smtp.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import relay.smtp.Account;
import relay.smtp.ScramVerifier;

/**
 * Checks passwords against SCRAM verifiers, and keeps an unknown user from looking different from a known one: it gets a
 * decoy verifier that is always the same for the same name, and costs as much to fail against.
 *
 * <p>A client that connects anew for each message would cost a key derivation each time. Proofs that succeeded are
 * therefore remembered for a minute, as a keyed hash of name, password and verifier: a changed password or another
 * verifier does not match, and the memory reveals nothing without the random key of this process. Thread-safe.
 */
public final class Passwords {
    /** How long a successful proof is remembered. */
    public static final Duration DEFAULT_MEMORY = Duration.ofSeconds(60);

    /** How many successful proofs are remembered. */
    public static final int DEFAULT_REMEMBERED = 10_000;

    private final byte[] decoyKey;
    private final byte[] memoryKey = ScramSha256.randomKey();
    private final long memoryNanos;
    private final LongSupplier nanoTime;
    private final Map<ByteBuffer, Long> provenAt;

    /**
     * @param decoyKey secret that decoy salts derive from; the same at every start, or a restart tells decoys apart
     * @param memory how long a successful proof is remembered
     * @param remembered how many are remembered, the oldest forgotten first
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public Passwords(byte[] decoyKey, Duration memory, int remembered, LongSupplier nanoTime) {
        this.decoyKey = decoyKey.clone();
        this.memoryNanos = memory.toNanos();
        this.nanoTime = nanoTime;
        this.provenAt = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
                return size() > remembered;
            }
        };
    }

    /** The account when the password is right; may cost a key derivation, so not for an event loop. */
    public Optional<Account> check(String username, String password, Optional<Account> account) {
        ScramVerifier verifier = verifier(username, account);
        ByteBuffer proof = proof(username, password, verifier);
        if (isRemembered(proof)) {
            return account;
        }
        if (!ScramSha256.proves(password, verifier) || !hasPassword(account)) {
            return Optional.empty();
        }
        remember(proof);
        return account;
    }

    /** The account's verifier, or the name's decoy. */
    ScramVerifier verifier(String username, Optional<Account> account) {
        return account.map(Account::verifier).orElseGet(() -> decoy(username));
    }

    static boolean hasPassword(Optional<Account> account) {
        return account.map(Account::verifier).isPresent();
    }

    private ScramVerifier decoy(String username) {
        byte[] name = username.getBytes(StandardCharsets.UTF_8);
        byte[] salt =
                Arrays.copyOf(ScramSha256.hmac(decoyKey, ScramSha256.ascii("salt"), name), ScramSha256.SALT_LENGTH);
        return new ScramVerifier(
                salt,
                ScramSha256.DEFAULT_ITERATIONS,
                ScramSha256.hmac(decoyKey, ScramSha256.ascii("stored"), name),
                ScramSha256.hmac(decoyKey, ScramSha256.ascii("server"), name));
    }

    private ByteBuffer proof(String username, String password, ScramVerifier verifier) {
        byte[] name = username.getBytes(StandardCharsets.UTF_8);
        byte[] separator = {0};
        return ByteBuffer.wrap(ScramSha256.hmac(
                memoryKey,
                verifier.salt(),
                verifier.storedKey(),
                name,
                separator,
                password.getBytes(StandardCharsets.UTF_8)));
    }

    private synchronized boolean isRemembered(ByteBuffer proof) {
        Long at = provenAt.get(proof);
        return at != null && nanoTime.getAsLong() - at < memoryNanos;
    }

    private synchronized void remember(ByteBuffer proof) {
        provenAt.remove(proof);
        provenAt.put(proof, nanoTime.getAsLong());
    }
}
