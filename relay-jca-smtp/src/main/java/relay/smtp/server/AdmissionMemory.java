package relay.smtp.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import relay.smtp.Account;

/**
 * The application's answers to {@link relay.smtp.SubmissionListener#admit}, kept for a few seconds so that a client
 * that connects for each message costs one question, not many. Thread-safe.
 */
public final class AdmissionMemory {
    /** How long an answer is kept: so long a new credential waits, and a deleted one lives on. */
    public static final Duration DEFAULT_MEMORY = Duration.ofSeconds(5);

    private static final int CAPACITY = 10_000;

    private final AddressMemory<Admission> admissions = new AddressMemory<>(CAPACITY);
    private final long memoryNanos;
    private final LongSupplier nanoTime;

    /** An answer of the application, and when it came. */
    record Admission(Optional<Account> account, long at) {}

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public AdmissionMemory(Duration memory, LongSupplier nanoTime) {
        this.memoryNanos = memory.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The answer given lately, which may be that there is no account; empty when the application must be asked. */
    Optional<Admission> recall(InetAddress address) {
        return Optional.ofNullable(admissions.get(AddressMemory.host(address)))
                .filter(known -> nanoTime.getAsLong() - known.at < memoryNanos);
    }

    void keep(InetAddress address, Optional<Account> account) {
        admissions.update(AddressMemory.host(address), before -> new Admission(account, nanoTime.getAsLong()));
    }
}
