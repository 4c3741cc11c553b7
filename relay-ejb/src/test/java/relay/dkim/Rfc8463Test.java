package relay.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.dkim.Messages.bytes;
import static relay.dkim.Messages.crlf;
import static relay.dkim.Messages.verify;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.message.HeaderField;
import relay.message.MessageHeader;

/** The example of RFC 8463, appendix A: one message, signed with both algorithms. */
class Rfc8463Test {
    private static final String MESSAGE = """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :
             date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
             DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
             dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.

            """;

    private static final String ED25519_SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    private static final PublishedKeys KEYS = new PublishedKeys()
            .publish(
                    "brisbane._domainkey.football.example.com",
                    "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
            .publish(
                    "test._domainkey.football.example.com",
                    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bd"
                            + "OKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyV"
                            + "YLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB");

    @Test
    void verifiesBothSignatures() {
        List<DkimResult> results = verify(message(), KEYS);

        assertThat(results).extracting(DkimResult::algorithm).containsExactly("ed25519-sha256", "rsa-sha256");
        assertThat(results).allMatch(DkimResult::passed);
        assertThat(results.get(0).identity()).isEqualTo("@football.example.com");
    }

    @Test
    void makesTheVerySignatureOfTheExample() throws MalformedTagsException {
        MessageHeader header = MessageHeader.parse(message());
        HeaderField field = header.fields().get(0);
        DkimSignature example = DkimSignature.parse(field.value());
        CanonicalHeader signed = new CanonicalHeader(0);
        new HeaderStack(header).select(example.fields()).forEach(f -> signed.add(f, Canonicalization.RELAXED));
        signed.addLast(UnsignedField.of(field), Canonicalization.RELAXED);

        for (SignatureProvider provider : List.of(SignatureProvider.fastest(), SignatureProvider.jdk())) {
            SigningKey key = SigningKey.of(
                    "football.example.com", "brisbane", DkimAlgorithm.ED25519_SHA256, pkcs8(ED25519_SEED), provider);
            assertThat(key.sign(signed.bytes(), signed.length()))
                    .as(provider.toString())
                    .isEqualTo(example.signature());
        }
    }

    private static byte[] message() {
        return crlf(bytes(MESSAGE));
    }

    static byte[] pkcs8(String seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex("302e020100300506032b657004220420"));
        out.writeBytes(Base64.getDecoder().decode(seed));
        return out.toByteArray();
    }
}
