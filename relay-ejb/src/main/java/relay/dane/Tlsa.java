package relay.dane;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.xbill.DNS.TLSARecord;

/**
 * One TLSA record (RFC 6698, section 2.1).
 *
 * @param usage 2: an authority of the chain; 3: the certificate of the host itself. Others are not for SMTP (RFC 7672,
 *     section 3.1.3)
 * @param selector 0: the whole certificate; 1: its public key
 * @param matching 0: the bytes themselves; 1: their SHA-256; 2: their SHA-512
 * @param data to compare with
 */
record Tlsa(int usage, int selector, int matching, byte[] data) {
    static final int TRUST_ANCHOR = 2;
    static final int END_ENTITY = 3;
    static final int WHOLE = 0;
    static final int KEY = 1;
    static final int EXACT = 0;
    static final int SHA_256 = 1;
    static final int SHA_512 = 2;

    private static final int SHA_256_BYTES = 32;
    private static final int SHA_512_BYTES = 64;

    static Tlsa of(TLSARecord record) {
        return new Tlsa(
                record.getCertificateUsage(),
                record.getSelector(),
                record.getMatchingType(),
                record.getCertificateAssociationData());
    }

    /** Whether we know what it means; a host with none that is usable is spoken to as if unauthenticated. */
    boolean isUsable() {
        return (usage == TRUST_ANCHOR || usage == END_ENTITY)
                && (selector == WHOLE || selector == KEY)
                && switch (matching) {
                    case EXACT -> data.length > 0;
                    case SHA_256 -> data.length == SHA_256_BYTES;
                    case SHA_512 -> data.length == SHA_512_BYTES;
                    default -> false;
                };
    }

    /** Whether a certificate is the one that is meant. */
    boolean matches(X509Certificate certificate) {
        try {
            byte[] selected = selector == WHOLE
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            return MessageDigest.isEqual(data, digested(selected));
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    private byte[] digested(byte[] selected) {
        return switch (matching) {
            case SHA_256 -> digest("SHA-256", selected);
            case SHA_512 -> digest("SHA-512", selected);
            default -> selected;
        };
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As zone files and reports write it. */
    @Override
    public String toString() {
        return usage + " " + selector + " " + matching + " " + HexFormat.of().formatHex(data);
    }
}
