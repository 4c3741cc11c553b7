package relay.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static relay.dkim.Messages.NOW;
import static relay.dkim.Messages.bytes;
import static relay.dkim.Messages.signed;
import static relay.dkim.Messages.verify;
import static relay.dkim.TestKeys.BOTH;
import static relay.dkim.TestKeys.published;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.message.MessageHeader;

class DkimSignerTest {
    private static final byte[] MESSAGE =
            bytes("From: Joe <joe@example.org>\r\nTo: a@b.test\r\nSubject: Hi  there\r\n\r\nbody\r\n");

    @Test
    void putsOneFieldAKeyOnTop() {
        byte[] signed = signed(MESSAGE, BOTH);

        assertThat(MessageHeader.parse(signed).fields().subList(0, 3))
                .extracting(f -> f.name())
                .containsExactly("DKIM-Signature", "DKIM-Signature", "From");
        assertThat(text(signed)).endsWith(text(MESSAGE));
    }

    @Test
    void signsSoThatBothVerify() {
        assertThat(verify(signed(MESSAGE, BOTH), published()))
                .hasSize(2)
                .allMatch(DkimResult::passed)
                .allMatch(r -> r.domain().equals("example.org") && r.identity().equals("@example.org"));
    }

    @Test
    void writesTheTagsThatItShould() {
        String field =
                MessageHeader.parse(signed(MESSAGE, BOTH)).fields().get(0).value();

        assertThat(field)
                .startsWith("v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=rsa2026; t=" + NOW.getEpochSecond()
                        + "; h=")
                .doesNotContain(" l=", " i=", " x=");
        assertThat(field.replace(" ", "")).contains("h=From:From:Subject:Subject:To:To:Cc:Date:Message-ID:Reply-To:");
    }

    @Test
    void expiresWhereItIsTold() {
        byte[] signed = signed(MESSAGE, BOTH, DkimSigner.expiringAfter(Duration.ofDays(7)));

        assertThat(text(signed)).contains(" x=" + NOW.plus(Duration.ofDays(7)).getEpochSecond() + ";");
        assertThat(verify(signed, published(), NOW.plus(Duration.ofDays(7)))).allMatch(DkimResult::passed);
        assertThat(verify(signed, published(), NOW.plus(Duration.ofDays(8))))
                .extracting(DkimResult::reason)
                .containsOnly("signature expired");
        assertThatIllegalArgumentException().isThrownBy(() -> DkimSigner.expiringAfter(Duration.ZERO));
    }

    @Test
    void foldsItsLines() {
        for (long seed = 0; seed < 50; seed++) {
            byte[] message = Messages.random(seed);
            byte[] signed = signed(message, BOTH);
            String fields = text(Arrays.copyOf(signed, signed.length - message.length));

            assertThat(fields.split("\r\n")).allMatch(line -> line.length() <= 78);
            assertThat(fields.split("\r\n(?! )")).hasSize(2);
        }
    }

    @Test
    void verifiesWhateverItSigned() {
        for (long seed = 0; seed < 400; seed++) {
            assertThat(verify(signed(Messages.random(seed), BOTH), published()))
                    .as("seed %d", seed)
                    .hasSize(2)
                    .allMatch(DkimResult::passed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: joe@example.org\r\n",
                "From: joe@example.org\r\n\r\n",
                "From: joe@example.org",
                "From: joe@example.org\r\n\r\n\r\n\r\n",
                "From: joe@example.org\r\nSubject:\r\n\r\n \t\r\n",
                "From: joe@example.org\r\nSubject:\r\n \r\nTo:\t \r\n\r\nx",
                "Subject: no author\r\n\r\nx\r\n",
                "no header\r\n"
            })
    void signsMessagesWithNextToNothing(String message) {
        byte[] whole =
                message.endsWith("\r\n\r\n") || message.contains("\r\n\r\n") ? bytes(message) : bytes("\r\n" + message);

        assertThat(verify(signed(whole, BOTH), published())).hasSize(2).allMatch(DkimResult::passed);
    }

    @Test
    void survivesWhatRelaxedAllows() {
        String relaxed = text(signed(MESSAGE, BOTH))
                .replace("Subject: Hi  there", "SUBJECT:\tHi\r\n  there ")
                .replace("body\r\n", "body \t\r\n\r\n\r\n");

        assertThat(verify(bytes(relaxed), published())).hasSize(2).allMatch(DkimResult::passed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: other@example.org",
                "Subject: other",
                "To: more@b.test",
                "Cc: c@d.test",
                "Date: x",
                "Reply-To: x@y.test",
                "Message-ID: <x@y>",
                "Content-Type: text/html",
                "List-Unsubscribe: <x:y>",
                "Feedback-ID: x",
                "References: <x@y>"
            })
    void breaksWhenAFieldIsAddedThatReadersTrust(String field) {
        byte[] added = bytes(field + "\r\n" + text(signed(MESSAGE, BOTH)));

        assertThat(verify(added, published())).hasSize(2).noneMatch(DkimResult::passed);
    }

    @Test
    void breaksWithAnyChangeOfASignedField() {
        String signed = text(signed(MESSAGE, BOTH));
        int start = signed.indexOf("From: Joe");
        int end = signed.indexOf("\r\n\r\nbody");
        for (int i = start; i < end; i++) {
            if (Character.isLetterOrDigit(signed.charAt(i)) && !isFieldName(signed, i)) {
                assertThat(verify(changed(signed, i), published()))
                        .as("changed at %d", i)
                        .noneMatch(DkimResult::passed);
            }
        }
    }

    private static boolean isFieldName(String text, int at) {
        String line = text.substring(text.lastIndexOf('\n', at) + 1, at + 1);
        return !line.contains(":");
    }

    @Test
    void breaksWithAnyChangeOfTheBody() {
        String signed = text(signed(MESSAGE, BOTH));
        int body = signed.indexOf("\r\n\r\nbody") + 4;

        for (int i = body; i < signed.length(); i++) {
            assertThat(verify(changed(signed, i), published()))
                    .extracting(DkimResult::reason)
                    .containsOnly("body hash does not match");
        }
        assertThat(verify(bytes(signed + "x\r\n"), published())).noneMatch(DkimResult::passed);
        assertThat(verify(bytes(signed.substring(0, body)), published())).noneMatch(DkimResult::passed);
    }

    @Test
    void breaksWithAnyChangeOfTheSignatureItself() {
        String signed = text(signed(MESSAGE, List.of(TestKeys.ED25519_KEY)));
        int end = signed.indexOf("From: Joe");
        for (int i = signed.indexOf("v=1"); i < end; i++) {
            if (Character.isLetterOrDigit(signed.charAt(i)) && !isUnsignificantBit(signed, i)) {
                assertThat(verify(changed(signed, i), published()))
                        .as("changed at %d: %s", i, signed.charAt(i))
                        .noneMatch(DkimResult::passed);
            }
        }
    }

    /** The last digit of base64 before padding has bits that mean nothing. */
    private static boolean isUnsignificantBit(String text, int at) {
        return text.charAt(at + 1) == '='
                && (text.charAt(at + 2) == '=' || text.charAt(at + 2) == ';' || text.charAt(at + 2) == '\r');
    }

    private static byte[] changed(String text, int at) {
        byte[] bytes = bytes(text);
        bytes[at] = (byte) (bytes[at] == 'z' ? 'y' : bytes[at] == '9' ? '8' : bytes[at] + 1);
        return bytes;
    }

    @Test
    void signsRepeatedFieldsFromTheBottom() {
        byte[] message = bytes("From: joe@example.org\r\nComments: x\r\nTo: one@b.test\r\nTo: two@b.test\r\n\r\nx\r\n");
        String swapped =
                text(signed(message, BOTH)).replace("To: one", "To: zzz").replace("To: two", "To: one");

        assertThat(verify(signed(message, BOTH), published())).allMatch(DkimResult::passed);
        assertThat(verify(bytes(swapped), published())).noneMatch(DkimResult::passed);
    }

    @Test
    void leavesTraceAndUnknownFieldsAlone() {
        byte[] signed = signed(bytes("Received: x\r\nX-Any: y\r\n" + text(MESSAGE)), BOTH);

        assertThat(verify(bytes("Received: z\r\n" + text(signed).replace("X-Any: y", "X-Any: z")), published()))
                .allMatch(DkimResult::passed);
    }

    @Test
    void refusesToSignAnEndlessHeader() {
        byte[] header = bytes("X: y\r\n".repeat(10_001) + "\r\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DkimSigner.withoutExpiry().sign(header, new byte[32], BOTH, NOW));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
