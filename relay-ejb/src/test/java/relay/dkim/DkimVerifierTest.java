package relay.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static relay.dkim.Messages.NOW;
import static relay.dkim.Messages.bytes;
import static relay.dkim.Messages.signed;
import static relay.dkim.Messages.verify;
import static relay.dkim.TestKeys.ED25519;
import static relay.dkim.TestKeys.ED25519_KEY;
import static relay.dkim.TestKeys.RSA;
import static relay.dkim.TestKeys.RSA_KEY;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.dkim.DkimResult.Status;
import relay.message.MessageHeader;

class DkimVerifierTest {
    private static final String NAME = "ed2026._domainkey.example.org";
    private static final byte[] MESSAGE = bytes("From: joe@example.org\r\nSubject: Hi\r\n\r\nbody\r\n");
    private static final byte[] SIGNED = signed(MESSAGE, List.of(ED25519_KEY));

    @Test
    void saysThatAMessageIsNotSigned() {
        assertThat(verify(MESSAGE, new PublishedKeys()))
                .extracting(DkimResult::status)
                .containsExactly(Status.NONE);
    }

    @Test
    void saysWhyThereIsNoKey() {
        assertThat(only(SIGNED, new PublishedKeys())).isEqualTo("permerror no key at " + NAME);
        assertThat(only(SIGNED, new PublishedKeys().fail(NAME)))
                .isEqualTo("temperror key cannot be looked up: SERVFAIL");
        assertThat(only(SIGNED, new PublishedKeys().publish(NAME, "k=ed25519; p=")))
                .isEqualTo("permerror key is revoked");
        assertThat(only(SIGNED, new PublishedKeys().publish(NAME, "nonsense")))
                .isEqualTo("permerror malformed tag list");
        assertThat(only(SIGNED, new PublishedKeys().publish(NAME, RSA.record())))
                .isEqualTo("permerror key is not for ed25519-sha256");
    }

    @Test
    void takesFailuresInTestModeForNoSignature() {
        PublishedKeys testing = new PublishedKeys().publish(NAME, ED25519.record() + "; t=y");

        assertThat(verify(SIGNED, testing)).allMatch(r -> r.passed() && r.testing());
        assertThat(only(changed("body", "bodx"), testing)).isEqualTo("neutral body hash does not match");
    }

    @Test
    void failsWithAnotherKey() {
        DkimKeyPair other = DkimKeyPair.generate(DkimAlgorithm.ED25519_SHA256);

        assertThat(only(SIGNED, new PublishedKeys().publish(NAME, other.record())))
                .isEqualTo("fail signature does not match the header");
    }

    @Test
    void acceptsNoShortRsaKey() throws NoSuchAlgorithmException {
        assertThat(only(signed(MESSAGE, List.of(RSA_KEY)), keyOf(512))).isEqualTo("fail RSA key of only 512 bits");
        assertThat(only(signed(MESSAGE, List.of(RSA_KEY)), keyOf(1_024)))
                .isEqualTo("fail signature does not match the header");
    }

    private static PublishedKeys keyOf(int bits) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        byte[] spki = generator.generateKeyPair().getPublic().getEncoded();
        return new PublishedKeys().publish(RSA_KEY.toString(), DkimKeyRecord.text(DkimAlgorithm.RSA_SHA256, spki));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    v=1;               | v=2;                     | permerror unknown version
                    v=1;               |                          | permerror tag v= is missing
                    a=ed25519-sha256;  | a=rsa-sha1;              | fail algorithm rsa-sha1 is not accepted
                    a=ed25519-sha256;  | a=x;                     | fail algorithm x is not accepted
                    c=relaxed/relaxed; | c=strict;                | permerror unknown canonicalization
                    c=relaxed/relaxed; | c=simple;                | fail signature does not match the header
                    d=example.org;     | d=a b;                   | permerror malformed domain name
                    d=example.org;     | d=;                      | permerror tag d= is missing
                    d=example.org;     | i=@x.test; d=example.org;| permerror i= is not within d=
                    d=example.org;     | i=x; d=example.org;      | permerror i= is malformed
                    d=example.org;     | q=http; d=example.org;   | permerror no query method that is known
                    d=example.org;     | l=x; d=example.org;      | permerror tag l= is not a number
                    d=example.org;     | d=example.org; d=x;      | permerror tag d= is repeated
                    v=1;               | v=1; v=1;                | permerror tag v= is repeated
                    v=1;               | v=1;;                    | permerror malformed tag list
                    t=                 | x=5; t=                  | permerror x= is not after t=
                    h=From:From:       | h=                       | permerror From is not signed
                    bh=                | bh=!                     | permerror tag bh= is not base64
                    """)
    void saysWhatIsWrongWithTheField(String tag, String other, String result) {
        assertThat(only(changed(tag, other == null ? "" : other), keys())).isEqualTo(result);
    }

    @Test
    void mindsTheClock() {
        assertThat(verify(SIGNED, keys(), NOW.minus(Duration.ofMinutes(5)))).allMatch(DkimResult::passed);
        assertThat(verify(SIGNED, keys(), NOW.minus(Duration.ofMinutes(6))))
                .extracting(DkimResult::reason)
                .containsExactly("signature is from the future");
    }

    @Test
    void judgesABoundedNumberOfSignatures() {
        String field = new String(SIGNED, 0, SIGNED.length - MESSAGE.length, ISO_8859_1);
        List<DkimResult> results = verify(bytes(field.repeat(20) + new String(MESSAGE, ISO_8859_1)), keys());

        assertThat(results).hasSize(9);
        assertThat(results.subList(0, 8)).allMatch(DkimResult::passed);
        assertThat(results.get(8).status()).isEqualTo(Status.NEUTRAL);
    }

    @Test
    void refusesAHeaderBeyondItsLimits() {
        assertThat(only(bytes("X: y\r\n".repeat(2_000)), keys())).isEqualTo("permerror header too large");
    }

    @Test
    void knowsIdentitiesOfSubdomains() {
        PublishedKeys strict = new PublishedKeys().publish(NAME, ED25519.record() + "; t=s");
        byte[] ofDomain = handSigned("i=joe@Example.org; ", "relaxed/relaxed", "", "body\r\n");
        byte[] ofSubdomain = handSigned("i=@sub.example.org; ", "relaxed/relaxed", "", "body\r\n");

        assertThat(verify(ofSubdomain, keys()))
                .allMatch(r -> r.passed() && r.identity().equals("@sub.example.org"));
        assertThat(verify(ofDomain, strict)).allMatch(DkimResult::passed);
        assertThat(only(ofSubdomain, strict)).isEqualTo("permerror i= is a subdomain, which the key forbids");
    }

    @ParameterizedTest
    @CsvSource({"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed", "simple", "relaxed"})
    void verifiesEveryCanonicalization(String c) {
        byte[] signed = handSigned("", c, "", "a  b \r\n\r\n");
        String text = new String(signed, ISO_8859_1);
        boolean relaxedHeader = c.startsWith("relaxed");
        boolean relaxedBody = c.endsWith("/relaxed");

        assertThat(verify(signed, keys())).allMatch(DkimResult::passed);
        assertThat(verify(bytes(text.replace("Subject: x", "Subject:  x")), keys())
                        .get(0)
                        .passed())
                .isEqualTo(relaxedHeader);
        assertThat(verify(bytes(text.replace("a  b", "a b")), keys()).get(0).passed())
                .isEqualTo(relaxedBody);
        assertThat(verify(bytes(text + "\r\n"), keys())).allMatch(DkimResult::passed);
    }

    @Test
    void verifiesASignatureOfPartOfTheBody() {
        byte[] signed = handSigned("", "relaxed/relaxed", "l=6; ", "body\r\n");
        byte[] tooLong = handSigned("", "relaxed/relaxed", "l=7; ", "body\r\n");

        assertThat(verify(bytes(new String(signed, ISO_8859_1) + "appended\r\n"), keys()))
                .allMatch(DkimResult::passed);
        assertThat(only(tooLong, keys())).isEqualTo("permerror l= is more than the body has");
    }

    /** A signature as other signers make them: another case, other folding, b= amidst the tags. */
    private static byte[] handSigned(String identity, String c, String length, String body) {
        String message = "From: joe@example.org\r\nSubject: x \r\n\ty\r\n\r\n" + body;
        String[] how = (c + "/simple").split("/", -1);
        BodyHash hash = BodyHash.of(canonicalization(how[1]), Long.MAX_VALUE);
        String bh = base64(Messages.hash(hash, bytes(body)));
        String start = "dkim-signature : v=1; a=ed25519-sha256;\r\n\tc=" + c + "; d=Example.ORG; s=ed2026; " + identity
                + length + "h=from : Subject\r\n :subject; b=";
        String end = "; bh=" + bh + "; \r\n";
        CanonicalHeader signed = new CanonicalHeader(100);
        var fields = MessageHeader.parse(bytes(message)).fields();
        fields.forEach(f -> signed.add(f, canonicalization(how[0])));
        signed.addLast(MessageHeader.parse(bytes(start + end)).fields().get(0), canonicalization(how[0]));
        String b = base64(ED25519_KEY.sign(signed.bytes(), signed.length()));
        return bytes(start + " " + b.substring(0, 20) + "\r\n\t" + b.substring(20) + " " + end + message);
    }

    private static Canonicalization canonicalization(String name) {
        return Canonicalization.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static PublishedKeys keys() {
        return TestKeys.published();
    }

    private static byte[] changed(String what, String into) {
        return bytes(new String(SIGNED, ISO_8859_1).replace(what, into));
    }

    private static String only(byte[] message, KeyLookup keys) {
        List<DkimResult> results = verify(message, keys);
        assertThat(results).hasSize(1);
        return results.get(0).status() + " " + results.get(0).reason();
    }
}
