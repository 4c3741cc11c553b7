package relay.smtp.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM files (RFC 7468): certificate chains, and private keys in PKCS#8, PKCS#1 (RSA) and SEC1 (EC) without password. */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final int LINE = 64;
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final byte[] RSA = Der.objectIdentifier(1, 2, 840, 113549, 1, 1, 1);
    private static final byte[] EC = Der.objectIdentifier(1, 2, 840, 10045, 2, 1);
    private static final int EC_PARAMETERS = 0xa0;

    private Pem() {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Block(String label, byte[] der) {}

    static List<X509Certificate> readCertificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Block block : read(file)) {
            if (block.label.equals("CERTIFICATE")) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der)));
            }
        }
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("no CERTIFICATE block in " + file);
        }
        return chain;
    }

    static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
        List<Block> blocks = read(file);
        for (Block block : blocks) {
            if (block.label.endsWith("PRIVATE KEY")) {
                return privateKey(pkcs8(block, blocks, file), file);
            }
        }
        throw new GeneralSecurityException("no PRIVATE KEY block in " + file);
    }

    /** One block. */
    static String write(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static List<Block> read(Path file) throws IOException, GeneralSecurityException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), decode(matcher.group(2), file)));
        }
        return blocks;
    }

    private static byte[] decode(String base64, Path file) throws GeneralSecurityException {
        if (base64.contains("Proc-Type")) {
            throw new GeneralSecurityException("the key in " + file + " is encrypted; store it without password");
        }
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("a PEM block in " + file + " is not valid base64", e);
        }
    }

    private static byte[] pkcs8(Block key, List<Block> blocks, Path file) throws GeneralSecurityException {
        return switch (key.label) {
            case "PRIVATE KEY" -> key.der;
            case "RSA PRIVATE KEY" -> pkcs8(Der.sequence(RSA, Der.nothing()), key.der);
            case "EC PRIVATE KEY" -> pkcs8(Der.sequence(EC, curve(key, blocks, file)), key.der);
            default ->
                throw new GeneralSecurityException(
                        "the " + key.label + " in " + file + " cannot be used; store it without password");
        };
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(0), algorithm, Der.octetString(key));
    }

    /** The curve of a SEC1 key (RFC 5915): in the key itself, or in a block of its own. */
    private static byte[] curve(Block key, List<Block> blocks, Path file) throws GeneralSecurityException {
        List<Der.Element> outer = Der.elements(key.der);
        for (Der.Element element :
                outer.isEmpty() ? outer : Der.elements(outer.get(0).content())) {
            if (element.tag() == EC_PARAMETERS) {
                return element.content();
            }
        }
        Optional<Block> parameters =
                blocks.stream().filter(b -> b.label.equals("EC PARAMETERS")).findFirst();
        return parameters.orElseThrow(
                        () -> new GeneralSecurityException("the key in " + file + " does not name its curve"))
                .der;
    }

    private static PrivateKey privateKey(byte[] pkcs8, Path file) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        GeneralSecurityException unsuitable =
                new GeneralSecurityException("the key in " + file + " is neither RSA, EC nor EdDSA");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                unsuitable.addSuppressed(e);
            }
        }
        throw unsuitable;
    }
}
