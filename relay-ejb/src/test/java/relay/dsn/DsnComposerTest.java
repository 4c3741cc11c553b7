package relay.dsn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.message.HeaderField;
import relay.message.MessageHeader;
import relay.smtp.BodyType;
import relay.smtp.Content;
import relay.smtp.DsnReturn;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;

class DsnComposerTest {
    private static final Instant ARRIVED = Instant.parse("2026-11-21T09:30:00Z");
    private static final Instant TRIED = Instant.parse("2026-11-21T09:31:00Z");
    private static final Instant NOW = Instant.parse("2026-11-21T09:32:00Z");
    private static final String HEADER =
            "From: joe@example.org\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= to you\r\nMessage-ID: <1@example.org>\r\n";
    private static final String MESSAGE = HEADER + "\r\nbody\r\n";
    private static final RecipientReport FAILED = RecipientReport.failed(
            "bob@dest.test",
            "rfc822;Bob+2Bx@dest.test",
            "5.1.1",
            "mx1.dest.test",
            "550 5.1.1 No such user here",
            TRIED);
    private static final RecipientReport DELAYED = new RecipientReport(
            "bob@dest.test",
            null,
            DsnAction.DELAYED,
            "4.4.1",
            null,
            null,
            "no answer from mx1.dest.test",
            TRIED,
            Instant.parse("2026-11-26T09:30:00Z"));

    @Test
    void hasTheHeaderOfAReport() {
        MessageHeader header = MessageHeader.parse(compose(FAILED).message());

        assertThat(value(header, "From")).isEqualTo("Mail Delivery System <MAILER-DAEMON@relay.example>");
        assertThat(value(header, "To")).isEqualTo("<joe@example.org>");
        assertThat(value(header, "Subject")).isEqualTo("Your message could not be delivered");
        assertThat(value(header, "Date")).isEqualTo("Sat, 21 Nov 2026 09:32:00 +0000");
        assertThat(value(header, "Message-ID")).isEqualTo("<r1@relay.example>");
        assertThat(value(header, "In-Reply-To")).isEqualTo("<1@example.org>");
        assertThat(value(header, "Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(value(header, "Content-Type"))
                .startsWith("multipart/report; report-type=delivery-status; boundary=");
    }

    @Test
    void hasThreeParts() {
        assertThat(parts(compose(FAILED)))
                .extracting(Entity::getMimeType)
                .containsExactly("text/plain", "message/delivery-status", "text/rfc822-headers");
    }

    @Test
    void tellsSoftwareWhatHappened() {
        Envelope envelope = new Envelope(
                "joe@example.org", List.of(ForwardPath.of("x@y.test")), BodyType.SEVEN_BIT, false, null, "QQ+2B314");

        assertThat(text(compose(envelope, MESSAGE, FAILED, DELAYED), 1)).isEqualTo("""
                        Reporting-MTA: dns; relay.example
                        Original-Envelope-Id: QQ+314
                        Arrival-Date: Sat, 21 Nov 2026 09:30:00 +0000

                        Original-Recipient: rfc822; Bob+x@dest.test
                        Final-Recipient: rfc822; bob@dest.test
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mx1.dest.test
                        Diagnostic-Code: smtp; 550 5.1.1 No such user here
                        Last-Attempt-Date: Sat, 21 Nov 2026 09:31:00 +0000

                        Final-Recipient: rfc822; bob@dest.test
                        Action: delayed
                        Status: 4.4.1
                        Diagnostic-Code: X-Relay; no answer from mx1.dest.test
                        Last-Attempt-Date: Sat, 21 Nov 2026 09:31:00 +0000
                        Will-Retry-Until: Thu, 26 Nov 2026 09:30:00 +0000
                        """.replace("\n", "\r\n"));
    }

    @Test
    void tellsPeopleWhatHappened() {
        assertThat(text(compose(FAILED), 0)).isEqualTo("""
                        This is the mail system at host relay.example.

                        Your message could not be delivered to the recipient below, and it will not
                        be tried again.

                          bob@dest.test
                              The address does not exist at the recipient's mail system. Check it
                              for typing errors; if it is right, reach the recipient another way and
                              ask for the current address.
                              mx1.dest.test answered: 550 5.1.1 No such user here

                        Your message:

                          Subject: Grüße to you
                          Message-ID: <1@example.org>
                          Taken on: Sat, 21 Nov 2026 09:30:00 +0000

                        Attached are a report for mail software and the header of your message.
                        """.replace("\n", "\r\n"));
    }

    @Test
    void tellsPeopleThatTheyNeedNotAct() {
        ComposedDsn report = compose(DELAYED);

        assertThat(value(MessageHeader.parse(report.message()), "Subject")).isEqualTo("Your message is delayed");
        assertThat(text(report, 0).replaceAll("\\s+", " "))
                .contains("You need not do anything: it will be tried again")
                .contains(
                        "Reason: no answer from mx1.dest.test It will be tried until Thu, 26 Nov 2026 09:30:00 +0000.");
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, Your message was delivered, was delivered to the recipient below",
        "RELAYED, Your message was passed on, to a mail system that does not report",
        "EXPANDED, Your message was passed on, passed on to all"
    })
    void tellsGoodNews(DsnAction action, String subject, String words) {
        ComposedDsn report = compose(new RecipientReport(
                "bob@dest.test", null, action, "2.0.0", "mx1.dest.test", "250 2.0.0 Ok", null, TRIED, null));

        assertThat(value(MessageHeader.parse(report.message()), "Subject")).isEqualTo(subject);
        assertThat(text(report, 0).replaceAll("\\s+", " ")).contains(words);
        assertThat(text(report, 1)).contains("Action: " + action + "\r\nStatus: 2.0.0\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5.1.2", "5.1.10", "5.2.1", "5.2.2", "5.3.4", "5.4.6", "4.4.7", "5.6.7", "5.7.26", "5.7.1", "5.9.9",
                "4.3.0"
            })
    void hasWordsForEveryStatus(String status) {
        Advice advice = Advice.of(status);

        assertThat(advice.whatHappened()).endsWith(".");
        assertThat(advice.whatToDo()).endsWith(".");
    }

    @Test
    void returnsTheHeaderAsItWas() {
        assertThat(raw(compose(FAILED), 2)).isEqualTo(HEADER);
    }

    @Test
    void returnsTheWholeMessageWhereItIsAskedTo() {
        ComposedDsn report = compose(returning(DsnReturn.FULL), MESSAGE, FAILED);

        assertThat(parts(report).get(2).getMimeType()).isEqualTo("message/rfc822");
        assertThat(new String(report.message(), UTF_8)).contains("\r\n\r\n" + MESSAGE + "\r\n--=_");
    }

    @Test
    void returnsOnlyTheHeaderWithOtherNewsOrOfLargeMessages() {
        Envelope full = returning(DsnReturn.FULL);

        assertThat(parts(compose(full, MESSAGE, DELAYED)).get(2).getMimeType()).isEqualTo("text/rfc822-headers");
        assertThat(parts(compose(full, MESSAGE + "x\r\n".repeat(30_000), FAILED))
                        .get(2)
                        .getMimeType())
                .isEqualTo("text/rfc822-headers");
        assertThat(parts(compose(full, MESSAGE + "x".repeat(1_500), FAILED))
                        .get(2)
                        .getMimeType())
                .isEqualTo("text/rfc822-headers");
    }

    @Test
    void boundsTheHeaderThatItReturns() {
        String header = HEADER + ("X-Long: " + "y".repeat(500) + "\r\n").repeat(300);

        assertThat(compose(returning(null), header, FAILED).message()).hasSizeLessThan(70_000);
        assertThat(raw(compose(returning(null), header, FAILED), 2))
                .startsWith(HEADER)
                .endsWith("y\r\n");
    }

    @Test
    void declaresEightBitContentThatItReturns() {
        String eightBit = HEADER + "\r\nGr\u00fc\u00dfe\r\n";
        ComposedDsn full = compose(returning(DsnReturn.FULL), eightBit, FAILED);

        assertThat(full.body()).isEqualTo(BodyType.EIGHT_BIT_MIME);
        assertThat(new String(full.message(), UTF_8))
                .contains("\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: multipart");
        assertThat(compose(returning(DsnReturn.HDRS), eightBit, FAILED).body()).isEqualTo(BodyType.SEVEN_BIT);
    }

    @Test
    void encodesAnEightBitHeaderThatItReturns() {
        ComposedDsn report = compose(returning(null), "Subject: Gr\u00fc\u00dfe \r\n\r\n", FAILED);

        assertThat(report.message()).isEqualTo(ascii(report.message()));
        assertThat(text(report, 2)).isEqualTo("Subject: Gr\u00fc\u00dfe \r\n");
    }

    @Test
    void speaksUtf8WhereTheMessageDid() {
        Envelope envelope = new Envelope(
                "j\u00f6rg@example.org",
                List.of(ForwardPath.of("x@y.test")),
                BodyType.EIGHT_BIT_MIME,
                true,
                null,
                null);
        RecipientReport report = RecipientReport.failed(
                "b\u00f6b@dest.test", "utf-8;b\\x{F6}b@dest.test", "5.1.1", "mx", "550 unbekannt: b\u00f6b", TRIED);

        ComposedDsn dsn = compose(envelope, MESSAGE, report);

        assertThat(dsn.smtpUtf8()).isTrue();
        assertThat(value(MessageHeader.parse(dsn.message()), "To")).isEqualTo("<j\u00f6rg@example.org>");
        assertThat(parts(dsn).get(1).getMimeType()).isEqualTo("message/global-delivery-status");
        assertThat(parts(dsn).get(2).getMimeType()).isEqualTo("message/global-headers");
        assertThat(text(dsn, 1))
                .contains(
                        "Original-Recipient: utf-8; b\u00f6b@dest.test\r\nFinal-Recipient: utf-8; b\u00f6b@dest.test\r\n")
                .contains("Diagnostic-Code: smtp; 550 unbekannt: b\u00f6b\r\n");
    }

    @Test
    void staysAsciiWhereTheMessageWas() {
        RecipientReport report = RecipientReport.failed(
                "b\u00f6b@dest.test", "utf-8;b\\x{F6}b@dest.test", "5.1.1", "mx", "550 unbekannt: b\u00f6b", TRIED);

        assertThat(raw(compose(report), 1))
                .contains(
                        "Original-Recipient: utf-8; b\\x{F6}b@dest.test\r\nFinal-Recipient: utf-8; b\\x{F6}b@dest.test\r\n")
                .contains("Diagnostic-Code: smtp; 550 unbekannt: b?b\r\n");
    }

    @Test
    void letsNothingForeignBreakOutOfItsPlace() {
        RecipientReport report = RecipientReport.failed(
                "bob@dest.test",
                "rfc822;a+0D+0AAction:+20delivered",
                "5.1.1",
                "mx\r\nAction: delivered",
                "550 no\r\n\r\n--=_x\r\nAction: delivered " + "x".repeat(5_000),
                TRIED);
        String hostile = "Subject: a\r\n\tb\r\nMessage-ID: <a@b>\r\n <c@d>\r\n\r\n";

        ComposedDsn dsn = compose(returning(null), hostile, report);

        assertThat(parts(dsn)).hasSize(3);
        assertThat(raw(dsn, 1)).doesNotContain("\r\nAction: delivered", "Original-Recipient");
        assertThat(MessageHeader.parse(dsn.message()).first("In-Reply-To")).isEmpty();
        assertThat(new String(dsn.message(), UTF_8).split("\r\n", -1)).allMatch(line -> line.length() < 998);
    }

    @Test
    void foldsLongAnswers() {
        ComposedDsn dsn = compose(RecipientReport.failed(
                "bob@dest.test", null, "5.7.1", "mx", "550 5.7.1 " + "some words ".repeat(40), TRIED));

        assertThat(raw(dsn, 1).split("\r\n", -1)).allMatch(line -> line.length() <= 78);
        assertThat(raw(dsn, 0).split("\r\n", -1)).allMatch(line -> line.length() <= 78);
        assertThat(MessageHeader.parse(raw(dsn, 1).split("\r\n\r\n", 2)[1].getBytes(UTF_8))
                        .first("Diagnostic-Code"))
                .map(HeaderField::value)
                .hasValue("smtp; 550 5.7.1 " + "some words ".repeat(40).strip());
    }

    @Test
    void choosesABoundaryThatDoesNotOccur() {
        ComposedDsn first = compose(FAILED);
        String boundary = boundary(first);

        ComposedDsn second = compose(returning(DsnReturn.FULL), MESSAGE + "--" + boundary + "\r\n", FAILED);

        assertThat(boundary(second)).isNotEqualTo(boundary);
        assertThat(parts(second)).hasSize(3);
    }

    @Test
    void refusesReportsThatMustNotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compose(Envelope.of("", List.of("a@b.test")), MESSAGE, FAILED));
        assertThatIllegalArgumentException().isThrownBy(() -> compose(returning(null), MESSAGE));
        assertThatIllegalArgumentException().isThrownBy(() -> new DsnComposer(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipientReport.gaveUp("a@b.test", null, "554", "late", TRIED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b ", "\u00fc\r\n \r\n", "x\t\r\ny", "", "\0"})
    void quotesSoThatTheTextComesBack(String text) throws IOException {
        byte[] encoded = QuotedPrintable.encode((text + "\u00e9".repeat(200)).getBytes(UTF_8));
        String decoded;
        try (var in = new QuotedPrintableInputStream(new ByteArrayInputStream(encoded))) {
            decoded = new String(in.readAllBytes(), UTF_8);
        }

        assertThat(decoded).isEqualTo(text + "\u00e9".repeat(200));
        assertThat(new String(encoded, UTF_8).split("\r\n", -1)).allMatch(line -> line.length() <= 76);
    }

    private static ComposedDsn compose(RecipientReport... reports) {
        return compose(returning(null), MESSAGE, reports);
    }

    private static ComposedDsn compose(Envelope envelope, String message, RecipientReport... reports) {
        DeliveryStatusNotification dsn = DeliveryStatusNotification.about(envelope, Content.of(message.getBytes(UTF_8)))
                .from("relay.example", "r1")
                .arrivedAt(ARRIVED)
                .reportedAt(NOW)
                .recipients(Arrays.asList(reports))
                .build();
        try {
            return DsnComposer.ofDefaults().compose(dsn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Envelope returning(DsnReturn what) {
        return new Envelope(
                "joe@example.org", List.of(ForwardPath.of("bob@dest.test")), BodyType.SEVEN_BIT, false, what, null);
    }

    private static String value(MessageHeader header, String name) {
        return header.first(name).map(HeaderField::value).orElse(null);
    }

    private static List<Entity> parts(ComposedDsn dsn) {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        try {
            Message message = builder.parseMessage(new ByteArrayInputStream(dsn.message()));
            return ((Multipart) message.getBody()).getBodyParts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The decoded body of a part as mime4j reads it. */
    private static String text(ComposedDsn dsn, int part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ((SingleBody) parts(dsn).get(part).getBody()).writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    /** The body of a part as it is sent. */
    private static String raw(ComposedDsn dsn, int part) {
        String message = new String(dsn.message(), UTF_8);
        String whole = message.split("--" + boundary(dsn) + "\r\n", -1)[part + 1];
        String body = whole.substring(whole.indexOf("\r\n\r\n") + 4);
        return body.substring(0, part == 2 ? body.indexOf("\r\n--") : body.length() - 2);
    }

    private static String boundary(ComposedDsn dsn) {
        String type = value(MessageHeader.parse(dsn.message()), "Content-Type");
        return type.substring(type.indexOf("boundary=\"") + 10, type.length() - 1);
    }

    private static byte[] ascii(byte[] bytes) {
        return new String(bytes, ISO_8859_1).replaceAll("[^\\x00-\\x7f]", "!").getBytes(ISO_8859_1);
    }
}
