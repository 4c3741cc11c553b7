package relay.dkim;

import java.time.Duration;
import relay.message.HeaderLimits;

/**
 * How far verification goes.
 *
 * @param maxSignatures most signatures of one message that are judged, since each costs a DNS query; 1 to 100
 * @param clockSkew how far the signer's clock may be ahead of ours, or behind it when its signature expires
 * @param header largest header that is taken
 */
public record VerificationRules(int maxSignatures, Duration clockSkew, HeaderLimits header) {
    public static final int DEFAULT_MAX_SIGNATURES = 8;
    public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofMinutes(5);

    public VerificationRules {
        if (maxSignatures < 1 || maxSignatures > 100) {
            throw new IllegalArgumentException("maxSignatures is " + maxSignatures + ", allowed is 1 to 100");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("clockSkew is negative: " + clockSkew);
        }
    }

    /** Eight signatures, five minutes, the default header. */
    public static VerificationRules ofDefaults() {
        return new VerificationRules(DEFAULT_MAX_SIGNATURES, DEFAULT_CLOCK_SKEW, HeaderLimits.ofDefaults());
    }
}
