package relay.report;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.secret.SecretBox;

/**
 * Variable envelope return paths, {@code b+QUEUEID.NUMBER.MAC@bounces.example.com}: they tell which recipient a report
 * is about whatever it says, and cannot be forged. The code covers the domain too: in any other one the address is not
 * ours.
 */
public final class ReturnPath {
    /** The host name in a tenant's domain that return paths use. */
    public static final String HOST = "bounces.";

    private static final Pattern FORM =
            Pattern.compile("b\\+([0-9a-z]{20})\\.(\\d{1,7})\\.([0-9a-f]{16})@bounces\\.(.+)");
    private static final int MAC_BYTES = 8;

    private final SecretBox secrets;

    public ReturnPath(SecretBox secrets) {
        this.secrets = secrets;
    }

    /** Which recipient of which message. */
    public record Target(String queueId, int number) {}

    /** The return path for mail to this recipient from this domain. */
    public String of(String queueId, int number, String domain) {
        return "b+" + queueId.toLowerCase(Locale.ROOT) + "." + number + "." + mac(queueId, number, domain) + "@" + HOST
                + domain;
    }

    /** Whom the address is about; empty when it is no return path of ours, or a forged one. */
    public Optional<Target> read(String address) {
        Matcher matcher = FORM.matcher(address.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Target target = new Target(matcher.group(1).toUpperCase(Locale.ROOT), Integer.parseInt(matcher.group(2)));
        byte[] expected = truncated(target.queueId(), target.number(), matcher.group(4));
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(matcher.group(3)))
                ? Optional.of(target)
                : Optional.empty();
    }

    private String mac(String queueId, int number, String domain) {
        return HexFormat.of().formatHex(truncated(queueId, number, domain.toLowerCase(Locale.ROOT)));
    }

    private byte[] truncated(String queueId, int number, String domain) {
        return Arrays.copyOf(secrets.sign("return-path " + queueId + " " + number + " " + domain), MAC_BYTES);
    }
}
