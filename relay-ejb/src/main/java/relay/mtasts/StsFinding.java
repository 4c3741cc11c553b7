package relay.mtasts;

import java.util.Optional;
import relay.smtp.client.TlsFault;

/**
 * What is known of a domain's policy now.
 *
 * @param policy the one that counts, or null
 * @param fault why there is none although the domain announces one, or why a newer one is not had; null for neither
 * @param why in words, for operators
 */
public record StsFinding(StsPolicy policy, TlsFault fault, String why) {
    /** Nothing is announced. */
    public static final StsFinding NONE = new StsFinding(null, null, "no MTA-STS policy");

    /** The policy, when it wants anything. */
    public Optional<StsPolicy> wanted() {
        return Optional.ofNullable(policy).filter(found -> found.mode() != StsPolicy.Mode.NONE);
    }
}
