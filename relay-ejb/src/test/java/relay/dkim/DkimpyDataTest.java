package relay.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.dkim.Messages.bytes;
import static relay.dkim.Messages.crlf;
import static relay.dkim.Messages.signed;
import static relay.dkim.Messages.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages and records that dkimpy is tested with, where they lie beside the repository. */
class DkimpyDataTest {
    private static final String FOLDER = "dkim-dkimpy/dkim/tests/data";

    @Test
    void verifiesTheSimpleVariantOfTheExampleInRfc8463() {
        PublishedKeys keys = new PublishedKeys()
                .publish(
                        "brisbane._domainkey.football.example.com",
                        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
                .publish("test._domainkey.football.example.com", text("test.txt"));

        assertThat(verify(message("rfc6376.signed.msg"), keys)).hasSize(2).allMatch(DkimResult::passed);
    }

    @Test
    void verifiesWhatEximSigned() {
        PublishedKeys keys = new PublishedKeys().publish("sed._domainkey.test.ex", text("eximtest.dns"));

        assertThat(verify(message("ed25519test2.msg"), keys)).hasSize(1).allMatch(DkimResult::passed);
    }

    @Test
    void readsDegenerateFolding() {
        assertThat(verify(message("test2.message"), new PublishedKeys()))
                .extracting(DkimResult::reason)
                .containsExactly("no key at 20120113._domainkey.gmail.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"test.message", "ed25519test.msg", "rfc6376.msg", "test_extra.message", "test_nofrom.message"})
    void signsTheMessages(String name) {
        byte[] signed = signed(message(name), TestKeys.BOTH);

        assertThat(verify(signed, TestKeys.published())).hasSize(2).allMatch(DkimResult::passed);
    }

    @Test
    void signsWithThePublishedTestKey() {
        SigningKey key = SigningKey.of(
                "example.com", "test", DkimAlgorithm.ED25519_SHA256, Rfc8463Test.pkcs8(text("ed25519test.key")));
        PublishedKeys keys = new PublishedKeys().publish("test._domainkey.example.com", text("ed25519test.dns"));

        assertThat(verify(signed(message("ed25519test.msg"), List.of(key)), keys))
                .allMatch(DkimResult::passed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.txt", "test2.txt", "eximtest.dns", "ed25519test.dns"})
    void readsGoodRecords(String name) throws MalformedTagsException {
        assertThat(DkimKeyRecord.parse(text(name)).isRevoked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"badk.txt", "badversion.txt", "test_tlsrpt.txt", "test_bad.txt"})
    void refusesBadRecords(String name) {
        String record = text(name);

        assertThatThrownBy(() -> DkimKeyRecord.parse(record)).isInstanceOf(MalformedTagsException.class);
    }

    private static byte[] message(String name) {
        return crlf(bytes(text(name, StandardCharsets.ISO_8859_1)));
    }

    private static String text(String name) {
        return text(name, StandardCharsets.US_ASCII).strip();
    }

    private static String text(String name, Charset charset) {
        Path file = SharedTestdata.folder(FOLDER).resolve(name);
        try {
            return Files.readString(file, charset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
