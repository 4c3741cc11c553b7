package relay.smtp.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A certificate authority of its own, with EC keys, for as long as a test lasts. */
public final class TestAuthority {
    private static final byte[] ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AtomicLong serial = new AtomicLong(System.nanoTime());
    private final KeyPair keys;
    private final X509Certificate certificate;

    public TestAuthority() {
        try {
            keys = newKeys();
            certificate = sign(keys.getPublic(), "Test Authority", 0, authority());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What clients need to trust it. */
    public KeyStore trust() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A valid certificate for DNS names. */
    public TestCertificate certificateFor(String... names) {
        return issue(0, names);
    }

    /** A certificate that ran out yesterday. */
    public TestCertificate expiredCertificateFor(String... names) {
        return issue(-11, names);
    }

    private TestCertificate issue(int shiftedDays, String... names) {
        try {
            KeyPair own = newKeys();
            X509Certificate issued = sign(own.getPublic(), names[0], shiftedDays, alternativeNames(names));
            return new TestCertificate(own.getPrivate(), List.of(issued, certificate));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** RFC 5280, section 4.1; valid for ten days around now. */
    private X509Certificate sign(PublicKey key, String subject, int shiftedDays, byte[] extension)
            throws GeneralSecurityException {
        Instant from = Instant.now().plus(shiftedDays - 1, ChronoUnit.DAYS);
        byte[] signed = sequence(
                der(0xa0, integer(2)),
                integer(serial.incrementAndGet()),
                ECDSA_WITH_SHA256,
                name("Test Authority"),
                sequence(time(from), time(from.plus(11, ChronoUnit.DAYS))),
                name(subject),
                key.getEncoded(),
                der(0xa3, sequence(extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed);
        byte[] whole = sequence(signed, ECDSA_WITH_SHA256, bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    /** basicConstraints, critical: an authority. */
    private static byte[] authority() {
        return sequence(
                oid(0x55, 0x1d, 0x13), der(0x01, new byte[] {(byte) 0xff}), der(0x04, sequence(der(0x01, new byte[] {
                    (byte) 0xff
                }))));
    }

    /** subjectAltName. */
    private static byte[] alternativeNames(String... names) {
        byte[][] each = Stream.of(names)
                .map(name -> der(0x82, name.getBytes(StandardCharsets.US_ASCII)))
                .toArray(byte[][]::new);
        return sequence(oid(0x55, 0x1d, 0x11), der(0x04, sequence(each)));
    }

    private static byte[] name(String commonName) {
        byte[] value = der(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), value)));
    }

    private static byte[] time(Instant instant) {
        return der(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] integer(long value) {
        return der(0x02, BigInteger.valueOf(value).toByteArray());
    }

    private static byte[] oid(int... octets) {
        byte[] content = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            content[i] = (byte) octets[i];
        }
        return der(0x06, content);
    }

    private static byte[] bits(byte[] content) {
        return der(0x03, new byte[] {0}, content);
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        writeLength(content.size(), whole);
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static void writeLength(int length, ByteArrayOutputStream out) {
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length & 0xff);
    }
}
