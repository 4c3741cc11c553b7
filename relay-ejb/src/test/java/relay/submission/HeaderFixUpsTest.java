package relay.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static relay.submission.Submissions.HOST;
import static relay.submission.Submissions.NOW;
import static relay.submission.Submissions.QUEUE_ID;
import static relay.submission.Submissions.account;
import static relay.submission.Submissions.peer;
import static relay.submission.Submissions.submission;
import static relay.submission.Submissions.submitted;
import static relay.submission.Submissions.transferred;
import static relay.submission.Submissions.with;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.message.HeaderLimits;
import relay.smtp.Account;
import relay.smtp.BodyType;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;
import relay.smtp.ListenerRole;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;

class HeaderFixUpsTest {
    private static final String FROM = "From: Joe <joe@example.org>\r\n";
    private static final String COMPLETE =
            FROM + "Date: Sat, 21 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@example.org>\r\nSubject: Hi\r\n";
    private static final String RECEIVED = lines(
            "Received: from client.example ([192.0.2.7])",
            "\tby relay.example with ESMTPSA (TLSv1.3 TLS_AES_128_GCM_SHA256) id 4Q7abc;",
            "\tSat, 21 Nov 2026 09:30:00 +0000");

    @Test
    void addsOnlyReceivedToACompleteMessage() {
        assertThat(header(submitted(COMPLETE + "\r\nbody\r\n"))).isEqualTo(RECEIVED + COMPLETE + "\r\n");
    }

    @Test
    void addsDateAndMessageIdWhereTheyAreMissing() {
        assertThat(header(submitted(FROM + "\r\nbody\r\n")))
                .isEqualTo(RECEIVED
                        + "Date: Sat, 21 Nov 2026 09:30:00 +0000\r\nMessage-ID: <4Q7abc@relay.example>\r\n"
                        + FROM + "\r\n");
        assertThat(accepted(submitted(FROM + "\r\n")).facts().messageId()).isEqualTo("<4Q7abc@relay.example>");
    }

    @Test
    void addsNothingMissingWhereTheRulesSaySo() {
        SubmissionRules rules =
                new SubmissionRules(HeaderLimits.ofDefaults(), 50, false, false, 10, 4096, Duration.ZERO);

        FixUp.Accepted fixUp = (FixUp.Accepted) apply(submitted(FROM + "\r\n"), rules);

        assertThat(text(fixUp.header())).isEqualTo(RECEIVED + FROM + "\r\n");
        assertThat(fixUp.facts().messageId()).isNull();
    }

    @Test
    void removesWhatOthersMustNotSee() {
        String secret = lines(
                "Bcc: hidden@dest.test,",
                " more@dest.test",
                "RESENT-BCC: x@y.test",
                "Return-Path: <a@b.test>",
                "x-relay-tag: invoice");

        assertThat(header(submitted(secret + COMPLETE + "bcc : third@dest.test\r\n\r\nBcc: in the body\r\n")))
                .isEqualTo(RECEIVED + COMPLETE + "\r\n");
    }

    @Test
    void keepsEveryOtherByteAndTheBody() {
        String odd = FROM + "Date:\r\nMessage-Id:x\r\nX-Odd:  a \t\r\n\t b\u00fc\u0000  \r\nX-Odd:\r\n \r\n";
        String body = "\r\n.\r\n  \u0000body without end";
        Submission submission = submitted(odd + "\r\n" + body);

        FixUp.Accepted fixUp = accepted(submission);

        assertThat(text(fixUp.header())).isEqualTo(RECEIVED + odd + "\r\n");
        assertThat(text(bodyOf(submission, fixUp))).isEqualTo(body);
    }

    @Test
    void addsOnlyReceivedToTransferredMail() {
        String other = lines("Bcc: a@b.test", "Return-Path: <>", "X-Relay-Stream: nonsense", "From: broken");

        assertThat(header(transferred(other + "\r\nbody")))
                .isEqualTo(lines(
                                "Received: from client.example ([192.0.2.7])",
                                "\tby relay.example with ESMTP id 4Q7abc;",
                                "\tSat, 21 Nov 2026 09:30:00 +0000")
                        + other + "\r\n");
        assertThat(accepted(transferred(other)).options()).isEqualTo(RelayOptions.none());
    }

    @Test
    void transfersWhatHasNoHeader() {
        Submission submission = transferred("just text\r\nFrom: x\r\n");

        FixUp.Accepted fixUp = accepted(submission);

        assertThat(text(fixUp.header())).endsWith(" +0000\r\n\r\n");
        assertThat(text(bodyOf(submission, fixUp))).isEqualTo("just text\r\nFrom: x\r\n");
        assertThat(fixUp.facts()).isEqualTo(new MessageFacts(null, null, null, null));
    }

    @Test
    void endsAHeaderThatNoEmptyLineEnds() {
        assertThat(header(submitted(COMPLETE))).isEqualTo(RECEIVED + COMPLETE + "\r\n");
        assertThat(header(submitted(COMPLETE.strip()))).isEqualTo(RECEIVED + COMPLETE + "\r\n");
    }

    @Test
    void treatsAnAdmittedHostOnTheTransferPortAsSubmitter() {
        Account host = new Account("c", "t", "host", null, Set.of("example.org"), false, "transactional", null);
        Peer peer = peer(ListenerRole.TRANSFER);

        assertThat(header(submission("Bcc: x\r\n" + COMPLETE, peer, host)))
                .isEqualTo(RECEIVED.replace("ESMTPSA", "ESMTPS") + COMPLETE + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sender: x@evil.test|550 5.7.1|evil.test in Sender",
                "sender: Joe <joe@example.org>, x@evil.test|550 5.6.0|names 2 addresses",
                "Sender:|550 5.6.0|Sender field",
                "Sender: <broken|550 5.6.0|Sender field is malformed",
            })
    void refusesASenderThatIsNotTheAccounts(String field, String code, String words) {
        assertThat(refused(submitted(FROM + field + "\r\n\r\n")).toString())
                .startsWith(code)
                .contains(words);
    }

    @Test
    void refusesMoreThanOneSender() {
        assertThat(refused(submitted(FROM + "Sender: joe@example.org\r\nSender: joe@example.org\r\n\r\n"))
                        .enhanced())
                .isEqualTo("5.6.0");
    }

    @Test
    void keepsASenderThatIsTheAccounts() {
        assertThat(header(submitted("Sender: Ann <ann@Example.ORG>\r\n" + COMPLETE + "\r\n")))
                .endsWith("Sender: Ann <ann@Example.ORG>\r\n" + COMPLETE + "\r\n");
    }

    @Test
    void leavesTheSenderOfTransferredMailAlone() {
        assertThat(header(transferred("Sender: x@evil.test\r\n\r\n"))).contains("Sender: x@evil.test");
    }

    @Test
    void acceptsNoSubmissionWithoutAccount() {
        assertThat(refused(submission(COMPLETE, peer(ListenerRole.SUBMISSIONS), null))
                        .enhanced())
                .isEqualTo("5.7.0");
    }

    @Test
    void namesTheRecipientOnlyWhenItIsAlone() {
        Submission two = submitted(COMPLETE);
        Submission one = with(Envelope.of("joe@example.org", List.of("a@dest.test")), two);

        assertThat(header(two)).doesNotContain("dest.test");
        assertThat(header(one)).contains(" id 4Q7abc\r\n\tfor <a@dest.test>;\r\n\tSat");
    }

    @ParameterizedTest
    @CsvSource({
        "client.example, 192.0.2.7,   client.example ([192.0.2.7])",
        "[192.0.2.7],    192.0.2.7,   [192.0.2.7] ([192.0.2.7])",
        "a)(b<c> d\u0000e,2001:db8::1, a??b?c??d?e ([IPv6:2001:db8:0:0:0:0:0:1])",
        "'',             192.0.2.7,   unknown ([192.0.2.7])",
        ",               192.0.2.7,   [192.0.2.7]"
    })
    void tellsOriginSafely(String helo, String address, String origin) {
        Peer peer = peer(ListenerRole.SUBMISSION, address, helo, null);

        assertThat(header(submission(COMPLETE, peer, account("example.org"))))
                .startsWith("Received: from " + origin + "\r\n\tby relay.example with ");
    }

    @Test
    void namesTheProtocolAsRegistered() {
        Peer plain =
                new Peer(ListenerRole.SUBMISSION, peer(ListenerRole.SUBMISSION).address(), 1, "h", false, null, null);
        Envelope utf8 = new Envelope(
                "joe@example.org",
                List.of(ForwardPath.of("jörg@dest.test")),
                BodyType.EIGHT_BIT_MIME,
                true,
                null,
                null);

        assertThat(header(submission(COMPLETE, plain, account("example.org")))).contains(" with SMTP id ");
        assertThat(header(with(utf8, submitted(COMPLETE))))
                .contains(" with UTF8SMTPSA (", "\r\n\tfor <jörg@dest.test>;");
        assertThat(header(submission(
                        COMPLETE, peer(ListenerRole.SUBMISSION, "192.0.2.7", null, "TLSv1.2"), account("example.org"))))
                .contains(" with HTTP (TLSv1.2 ");
    }

    @Test
    void neverTellsWhoAuthenticated() {
        assertThat(header(submitted(COMPLETE))).doesNotContain("secret-user", "c1", "t1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Subject: x                                       | 550 5.6.0 The message has no From field
                    From: a@example.org~From: a@example.org          | 550 5.6.0 The message has 2 From fields
                    From: a@example.org b                            | 550 5.6.0 The From field is malformed
                    From:                                            | 550 5.6.0 The From field names no address
                    From: nobody:;                                   | 550 5.6.0 The From field names no address
                    Subject: x~ y~garbage~From: a@example.org        | 550 5.6.0 The message header ends at line 3
                    From: a@other.test                               | 550 5.7.1 Sender not allowed: this account may not use other.test
                    From: a@example.org, b@sub.example.org           | 550 5.7.1 Sender not allowed: this account may not use sub.example.org
                    From: a@exämple.org                              | 550 5.7.1 Sender not allowed: this account may not use ex?mple.org
                    """)
    void refusesAnAuthorThatCannotBe(String header, String reply) {
        assertThat(refused(submitted(header.replace("~", "\r\n") + "\r\n\r\nbody\r\n"))
                        .toString())
                .startsWith(reply);
    }

    @Test
    void acceptsSeveralAuthorsOfAllowedDomains() {
        MessageFacts facts = accepted(submitted("From: A <a@Example.org>, b@example.org\r\n\r\n"))
                .facts();

        assertThat(facts.fromAddress()).isEqualTo("a@Example.org");
        assertThat(facts.fromDomain()).isEqualTo("example.org");
    }

    @Test
    void refusesALoopInEitherRole() {
        String hops = "Received: x\r\n".repeat(51);

        assertThat(refused(submitted(hops + COMPLETE)).toString())
                .isEqualTo("554 5.4.6 Mail loop: more than 50 Received fields");
        assertThat(refused(transferred(hops + COMPLETE)).enhanced()).isEqualTo("5.4.6");
        assertThat(accepted(submitted(hops.substring(13) + COMPLETE))).isNotNull();
    }

    @Test
    void refusesAHeaderBeyondItsLimits() {
        assertThat(refused(submitted(COMPLETE + "X: y\r\n".repeat(1_000))).toString())
                .isEqualTo("552 5.3.4 Too many header fields: at most 1000");
        assertThat(refused(transferred("X: " + "y".repeat(262_144))).toString())
                .isEqualTo("552 5.3.4 Message header too large: at most 262144 bytes");
    }

    @Test
    void extractsTheFacts() {
        String header = lines(
                "From: =?utf-8?q?J=C3=B6rg?= <joe@example.org>",
                "Message-ID:",
                " <abc@example.org>",
                "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=",
                " " + "x".repeat(600));

        MessageFacts facts = accepted(submitted(header)).facts();

        assertThat(facts.messageId()).isEqualTo("<abc@example.org>");
        assertThat(facts.fromAddress()).isEqualTo("joe@example.org");
        assertThat(facts.subject()).startsWith("Grüße xxx").hasSize(500);
    }

    @Test
    void keepsAMalformedMessageIdAsItIs() {
        assertThat(accepted(submitted(FROM + "Message-ID: no brackets\r\n"))
                        .facts()
                        .messageId())
                .isEqualTo("no brackets");
        assertThat(header(submitted(FROM + "Message-ID:\r\n"))).containsOnlyOnce("Message-ID");
    }

    @Test
    void readsOfALargeMessageOnlyTheHeader() throws IOException {
        Content large = new Content() {
            @Override
            public long size() {
                return 25_000_000;
            }

            @Override
            public InputStream open() throws IOException {
                InputStream farInTheBody = InputStream.nullInputStream();
                farInTheBody.close();
                String start = COMPLETE + "\r\n" + "x".repeat(100_000);
                return new SequenceInputStream(new ByteArrayInputStream(start.getBytes(UTF_8)), farInTheBody);
            }

            @Override
            public void close() {}
        };
        Submission submission =
                new Submission(submitted("").envelope(), large, peer(ListenerRole.SUBMISSION), account("example.org"));

        assertThat(accepted(submission).bodyOffset()).isEqualTo(COMPLETE.length() + 2);
    }

    private static FixUp apply(Submission submission, SubmissionRules rules) {
        try {
            return new HeaderFixUps(HOST, rules).apply(submission, QUEUE_ID, NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FixUp.Accepted accepted(Submission submission) {
        return (FixUp.Accepted) apply(submission, SubmissionRules.ofDefaults());
    }

    private static Reply refused(Submission submission) {
        return ((FixUp.Refused) apply(submission, SubmissionRules.ofDefaults())).reply();
    }

    private static String header(Submission submission) {
        return text(accepted(submission).header());
    }

    private static byte[] bodyOf(Submission submission, FixUp.Accepted fixUp) {
        try (InputStream in = submission.content().open()) {
            byte[] all = in.readAllBytes();
            return Arrays.copyOfRange(all, fixUp.bodyOffset(), all.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
