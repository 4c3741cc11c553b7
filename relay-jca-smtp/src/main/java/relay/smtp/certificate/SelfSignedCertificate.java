package relay.smtp.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate for a relay whose operator has not given one: ECDSA on P-256, valid for ten years, kept in two files so
 * that clients which pinned it go on trusting it after a restart (RFC 5280).
 */
public final class SelfSignedCertificate {
    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;
    private static final int VERSION_3 = 2;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int MOST_COMMON_NAME = 64;
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.objectIdentifier(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] COMMON_NAME = Der.objectIdentifier(2, 5, 4, 3);
    private static final byte[] SUBJECT_ALT_NAME = Der.objectIdentifier(2, 5, 29, 17);
    private static final byte[] EXTENDED_KEY_USAGE = Der.objectIdentifier(2, 5, 29, 37);
    private static final byte[] SERVER_AUTH = Der.objectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 1);

    private SelfSignedCertificate() {}

    /** The identity kept in this directory, made if there is none or it is about to expire. */
    public static TlsIdentity in(Path directory, String hostname, Instant now)
            throws IOException, GeneralSecurityException {
        Path certificate = directory.resolve("self-signed.crt");
        Path key = directory.resolve("self-signed.key");
        if (Files.exists(certificate) && Files.exists(key)) {
            TlsIdentity kept = TlsIdentity.read(certificate, key);
            Instant end = kept.chain().get(0).getNotAfter().toInstant();
            if (now.plus(RENEW_BEFORE).isBefore(end)) {
                return kept;
            }
        }
        TlsIdentity made = generate(hostname, now);
        Files.createDirectories(directory);
        write(key, Pem.write("PRIVATE KEY", made.key().getEncoded()));
        write(certificate, Pem.write("CERTIFICATE", made.chain().get(0).getEncoded()));
        return made;
    }

    /** A fresh key with its certificate for this host name, {@code localhost} and the loopback addresses. */
    public static TlsIdentity generate(String hostname, Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] unsigned = unsigned(hostname, now, pair.getPublic().getEncoded());
        byte[] certificate =
                Der.sequence(unsigned, ECDSA_WITH_SHA256, Der.bitString(sign(unsigned, pair.getPrivate())));
        return new TlsIdentity(pair.getPrivate(), List.of((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate))));
    }

    private static byte[] unsigned(String hostname, Instant now, byte[] publicKey) {
        byte[] name = name(hostname);
        return Der.sequence(
                Der.explicit(0, Der.integer(VERSION_3)),
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0)),
                ECDSA_WITH_SHA256,
                name,
                Der.sequence(Der.time(now.minus(CLOCK_SKEW)), Der.time(now.plus(VALIDITY))),
                name,
                publicKey,
                Der.explicit(3, Der.sequence(subjectAltName(hostname), serverAuthOnly())));
    }

    private static byte[] name(String hostname) {
        String commonName = hostname.substring(0, Math.min(hostname.length(), MOST_COMMON_NAME));
        return Der.sequence(Der.value(Der.SET, Der.sequence(COMMON_NAME, Der.utf8String(commonName))));
    }

    private static byte[] subjectAltName(String hostname) {
        byte[] loopback6 = new byte[16];
        loopback6[15] = 1;
        byte[] names = Der.sequence(
                Der.value(DNS_NAME, hostname.getBytes(StandardCharsets.US_ASCII)),
                Der.value(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.value(IP_ADDRESS, new byte[] {127, 0, 0, 1}),
                Der.value(IP_ADDRESS, loopback6));
        return Der.sequence(SUBJECT_ALT_NAME, Der.octetString(names));
    }

    private static byte[] serverAuthOnly() {
        return Der.sequence(EXTENDED_KEY_USAGE, Der.octetString(Der.sequence(SERVER_AUTH)));
    }

    private static byte[] sign(byte[] bytes, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    /** Readable for the owner only, and whole or not at all. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(fresh, text, StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
