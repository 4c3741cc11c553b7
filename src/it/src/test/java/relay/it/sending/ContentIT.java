package relay.it.sending;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Outgoing;
import relay.it.mail.PythonDkim;
import relay.it.mail.RelayRest;
import relay.it.mail.Signatures;
import relay.it.mail.Submitter;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/** Every content arrives byte for byte below the fields that the relay adds, and its signatures hold. */
@SystemTest
class ContentIT {
    private static final String HEADER = String.join(
            "\r\n",
            "Date: Sat, 21 Nov 2026 12:00:00 +0000",
            "Message-ID: <1@demo.test>",
            "From: Hello <hello@demo.test>",
            "To: you@example.org",
            "Subject: Content",
            "");
    private static final int LARGE_ATTACHMENT = 25 << 20;

    private final RelayProcess relay;
    private final ScriptedMx mx;
    private final String domain;
    private final Signatures signatures;
    private final PythonDkim python;

    ContentIT(RelayProcess relay, Internet internet) {
        this.relay = relay;
        mx = internet.host().start();
        domain = internet.domainAt(mx);
        Map<String, String> published = RelayRest.of(relay).dkimRecords();
        signatures = new Signatures(published);
        python = new PythonDkim(published);
    }

    @AfterAll
    void end() {
        mx.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void arrivesByteForByte(String name, byte[] submitted) throws IOException {
        byte[] arrived = send(name, submitted);
        assertThat(tail(arrived, submitted.length)).isEqualTo(submitted);
        assertThat(signatures.judge(arrived))
                .containsExactlyInAnyOrder("pass rsa-sha256 demo.test", "pass ed25519-sha256 demo.test");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void isVerifiedByAnotherProgramToo(String name, byte[] submitted) throws IOException, InterruptedException {
        Assumptions.assumeTrue(PythonDkim.isInstalled(), "python3-dkim is not installed");
        assertThat(python.judge(send("python-" + name, submitted))).containsExactly("pass", "pass");
    }

    private byte[] send(String name, byte[] content) throws IOException {
        String recipient = name.replace(' ', '-') + "@" + domain;
        try (Submitter submitter = relay.submitter()) {
            submitter.send(Outgoing.from("hello@demo.test").to(recipient).bytes(content));
        }
        return Arrivals.awaitOne(mx, recipient).content();
    }

    private static byte[] tail(byte[] whole, int length) {
        return Arrays.copyOfRange(whole, Math.max(0, whole.length - length), whole.length);
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                content("no body", HEADER + "\r\n"),
                content("only newlines", HEADER + "\r\n" + "\r\n".repeat(7)),
                content("one byte", HEADER + "\r\nx\r\n"),
                content("dots", HEADER + "\r\n.\r\n..\r\n.a\r\n"),
                content("trailing space", HEADER + "\r\na \t\r\n b\r\n \r\n\r\n"),
                content("every byte", HEADER + "\r\n" + everyByte() + "\r\n"),
                content("utf-8", HEADER + "\r\n" + new String("Grüße, 用户\r\n".getBytes(UTF_8), ISO_8859_1)),
                content("long lines", HEADER + "\r\n" + "0123456789".repeat(99) + "\r\n" + "x".repeat(9_000) + "\r\n"),
                content(
                        "folded and repeated fields",
                        HEADER + "X-Long: a\r\n\tb\r\n  c\r\nReceived: from a by b; Sat, 21 Nov 2026 11:59:00 +0000\r\n"
                                + "Comments: one\r\ncomments: two\r\nX-Empty:\r\n\r\nHello\r\n"),
                Arguments.of("large attachment", large()));
    }

    private static Arguments content(String name, String text) {
        return Arguments.of(name, text.getBytes(ISO_8859_1));
    }

    /** All but the ends of lines. */
    private static String everyByte() {
        StringBuilder bytes = new StringBuilder();
        for (char c = 0; c <= 0xff; c++) {
            if (c != '\r' && c != '\n') {
                bytes.append(c);
            }
        }
        return bytes.toString();
    }

    private static byte[] large() {
        byte[] attachment = new byte[LARGE_ATTACHMENT];
        new Random(1).nextBytes(attachment);
        String text = HEADER + "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(attachment) + "\r\n";
        return text.getBytes(ISO_8859_1);
    }
}
