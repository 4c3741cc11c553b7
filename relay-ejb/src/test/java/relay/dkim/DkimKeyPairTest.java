package relay.dkim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.dkim.TestKeys.ED25519;
import static relay.dkim.TestKeys.RSA;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimKeyPairTest {
    @Test
    void publishesRsaKeysAsOthersReadThem() throws GeneralSecurityException {
        assertThat(RSA.record()).startsWith("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A");
        RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getDecoder().decode(RSA.record().substring(18))));
        assertThat(key.getModulus().bitLength()).isEqualTo(2_048);
    }

    @Test
    void publishesBareEd25519Keys() {
        assertThat(ED25519.record()).matches("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=");
    }

    @Test
    void splitsRecordsForDns() {
        assertThat(RSA.recordStrings()).hasSize(2).allMatch(s -> s.length() <= 255);
        assertThat(String.join("", RSA.recordStrings())).isEqualTo(RSA.record());
        assertThat(ED25519.recordStrings()).containsExactly(ED25519.record());
    }

    @Test
    void comesBackFromItsEncodings() {
        for (DkimKeyPair pair : List.of(RSA, ED25519)) {
            DkimKeyPair stored = DkimKeyPair.of(pair.algorithm(), pair.pkcs8(), pair.spki());

            assertThat(stored).isEqualTo(pair).hasSameHashCodeAs(pair);
            assertThat(stored.record()).isEqualTo(pair.record());
        }
    }

    @Test
    void showsNoSecret() {
        String secret = Base64.getEncoder().encodeToString(RSA.pkcs8()).substring(60, 90);

        assertThat(RSA.toString()).isEqualTo(RSA.record()).doesNotContain(secret);
        assertThat(TestKeys.RSA_KEY).hasToString("rsa2026._domainkey.example.org");
    }

    @Test
    void readsItsOwnRecords() throws MalformedTagsException {
        assertThat(DkimKeyRecord.parse(RSA.record()).rsaBits()).isEqualTo(2_048);
        assertThat(DkimKeyRecord.parse(ED25519.record()).algorithm()).isEqualTo(DkimAlgorithm.ED25519_SHA256);
    }

    @Test
    void readsABareRsaPublicKeyToo() throws MalformedTagsException {
        byte[] bare = Arrays.copyOfRange(RSA.spki(), 24, RSA.spki().length);

        assertThat(DkimKeyRecord.parse("p=" + Base64.getEncoder().encodeToString(bare))
                        .publicKey())
                .isEqualTo(DkimKeyRecord.parse(RSA.record()).publicKey());
    }

    @Test
    void readsFlags() throws MalformedTagsException {
        DkimKeyRecord record =
                DkimKeyRecord.parse("v = DKIM1 ; n=note; t = y : s; h=sha1:sha256; s=tlsrpt:email; p= ;");

        assertThat(record).isEqualTo(new DkimKeyRecord(DkimAlgorithm.RSA_SHA256, null, true, true));
        assertThat(record.isRevoked()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    v=DKIM2; p=              | key record: unknown version
                    p=; v=DKIM1              | key record: unknown version
                    v=DKIM1                  | key record: no p=
                    k=dsa; p=                | unknown key type
                    h=sha1; p=               | key record: the key does not allow sha256
                    s=tlsrpt; p=             | key record: the key is not for mail
                    p=!                      | tag p= is not base64
                    p=AAAA                   | key record: the key is malformed
                    k=ed25519; p=AAAA        | key record: the key is malformed
                    p=;p=                    | tag p= is repeated
                    v=spf1 include:x         | key record: unknown version
                    hello                    | malformed tag list
                    ;                        | malformed tag list
                    1a=b                     | malformed tag list
                    """)
    void refusesOtherRecords(String text, String why) {
        assertThatThrownBy(() -> DkimKeyRecord.parse(text))
                .isInstanceOf(MalformedTagsException.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "exämple.org", "a;b", ".org", "a..b"})
    void refusesNamesThatWouldBreakTheSignature(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> ED25519.signingKey(name, "s"));
        assertThatIllegalArgumentException().isThrownBy(() -> ED25519.signingKey("example.org", name));
    }

    @Test
    void refusesAKeyThatItCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.of("example.org", "s", DkimAlgorithm.RSA_SHA256, new byte[3]))
                .withMessage("the DKIM key of s.example.org cannot be read");
    }

    @Test
    void signsAlikeWithEveryProvider() {
        for (DkimKeyPair pair : List.of(RSA, ED25519)) {
            byte[] data = "data".getBytes(US_ASCII);
            byte[] fast = pair.signingKey("example.org", "s").sign(data, 4);
            byte[] jdk = SigningKey.of("example.org", "s", pair.algorithm(), pair.pkcs8(), SignatureProvider.jdk())
                    .sign(data, 4);

            assertThat(fast).isEqualTo(jdk);
        }
    }
}
