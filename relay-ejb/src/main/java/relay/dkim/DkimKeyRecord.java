package relay.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A published key (RFC 6376, section 3.6.1).
 *
 * @param algorithm what signatures by the key are made with
 * @param publicKey the key, or null when it is revoked (empty p=)
 * @param testing whether the domain only tries DKIM out (t=y)
 * @param strict whether i= must name the very domain of d= (t=s)
 */
public record DkimKeyRecord(DkimAlgorithm algorithm, PublicKey publicKey, boolean testing, boolean strict) {
    private static final int TXT_STRING = 255;
    private static final int ED25519_KEY = 32;
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] RSA_IDENTIFIER = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /**
     * Reads the text of a TXT record, its strings joined.
     *
     * @throws MalformedTagsException when it is no key record, or not one for mail
     */
    public static DkimKeyRecord parse(String text) throws MalformedTagsException {
        TagList tags = TagList.parse(text);
        check(
                tags.get("v").isEmpty() || (tags.isFirst("v") && tags.list("v").equals(List.of("DKIM1"))),
                "unknown version");
        check(allows(tags, "h", "sha256"), "the key does not allow sha256");
        check(allows(tags, "s", "email"), "the key is not for mail");
        DkimAlgorithm algorithm = DkimAlgorithm.ofKeyType(tags.get("k").orElse("rsa"))
                .orElseThrow(() -> new MalformedTagsException("unknown key type"));
        List<String> flags = tags.list("t");
        return new DkimKeyRecord(algorithm, publicKey(algorithm, tags), flags.contains("y"), flags.contains("s"));
    }

    private static void check(boolean holds, String otherwise) throws MalformedTagsException {
        if (!holds) {
            throw new MalformedTagsException("key record: " + otherwise);
        }
    }

    private static boolean allows(TagList tags, String name, String what) {
        List<String> allowed = tags.list(name);
        return allowed.isEmpty() || allowed.contains(what) || allowed.contains("*");
    }

    private static PublicKey publicKey(DkimAlgorithm algorithm, TagList tags) throws MalformedTagsException {
        check(tags.get("p").isPresent(), "no p=");
        if (tags.get("p").get().isEmpty()) {
            return null;
        }
        byte[] key = tags.base64("p");
        try {
            return decode(algorithm, algorithm == DkimAlgorithm.RSA_SHA256 ? key : ed25519(key));
        } catch (GeneralSecurityException e) {
            return bareRsa(algorithm, key);
        }
    }

    private static PublicKey decode(DkimAlgorithm algorithm, byte[] spki) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm.keyAlgorithm()).generatePublic(new X509EncodedKeySpec(spki));
    }

    /** Ed25519 keys are published without ASN.1 around them (RFC 8463, section 4). */
    private static byte[] ed25519(byte[] key) throws MalformedTagsException {
        check(key.length == ED25519_KEY, "the key is malformed");
        return concat(ED25519_PREFIX, key);
    }

    /** RFC 6376, section 3.6.1, asks for a bare RSAPublicKey, although its own examples have the key information. */
    private static PublicKey bareRsa(DkimAlgorithm algorithm, byte[] key) throws MalformedTagsException {
        try {
            return decode(algorithm, der(0x30, concat(RSA_IDENTIFIER, der(0x03, concat(new byte[1], key)))));
        } catch (GeneralSecurityException e) {
            throw new MalformedTagsException("key record: the key is malformed");
        }
    }

    private static byte[] der(int tag, byte[] content) {
        int n = content.length;
        byte[] length = n < 0x80
                ? new byte[] {(byte) n}
                : n < 0x100 ? new byte[] {(byte) 0x81, (byte) n} : new byte[] {(byte) 0x82, (byte) (n >> 8), (byte) n};
        return concat(concat(new byte[] {(byte) tag}, length), content);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + second.length);
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    /** Whether the key is withdrawn (RFC 6376, section 3.6.1, p=). */
    public boolean isRevoked() {
        return publicKey == null;
    }

    /** Length of an RSA key's modulus in bits; 0 for other keys. */
    int rsaBits() {
        return publicKey instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0;
    }

    /** The text of the record that publishes this key. */
    static String text(DkimAlgorithm algorithm, byte[] spki) {
        byte[] key = algorithm == DkimAlgorithm.RSA_SHA256
                ? spki
                : Arrays.copyOfRange(spki, spki.length - ED25519_KEY, spki.length);
        return "v=DKIM1; k=" + algorithm.keyType() + "; p="
                + Base64.getEncoder().encodeToString(key);
    }

    static List<String> strings(String text) {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < text.length(); i += TXT_STRING) {
            strings.add(text.substring(i, Math.min(text.length(), i + TXT_STRING)));
        }
        return strings;
    }
}
