package relay.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.message.MalformedAddressException;
import relay.smtp.Content;

class ComposerTest {
    private static final String QUEUE_ID = "01M80449643ZFYZA0VJQ";
    private static final Instant AT = Instant.parse("2026-11-21T09:30:00Z");

    @TempDir
    private Path directory;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(directory);
    }

    @AfterEach
    void close() throws IOException {
        scratch.close();
    }

    @Test
    void writesAPlainTextAsItIs() throws Exception {
        String message = composed(draft("Hello", text("one\ntwo\r\nthree"), null));

        assertThat(message)
                .isEqualTo(String.join(
                        "\r\n",
                        "Date: Sat, 21 Nov 2026 09:30:00 +0000",
                        "Message-ID: <" + QUEUE_ID + "@relay.test>",
                        "From: Ada <ada@demo.test>",
                        "To: bob@example.com",
                        "Subject: Hello",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=us-ascii",
                        "Content-Transfer-Encoding: 7bit",
                        "",
                        "one",
                        "two",
                        "three",
                        ""));
    }

    @Test
    void composesTheSameBytesAgain() throws Exception {
        Draft draft = draft("Hello", text("x"), text("<p>x"), file("a.txt", null));

        assertThat(composed(draft)).isEqualTo(composed(draft));
    }

    @Test
    void putsTextAndHtmlIntoAlternatives() throws Exception {
        Message message = parsed(draft("x", text("plain"), text("<p>html")));

        assertThat(message.getMimeType()).isEqualTo("multipart/alternative");
        assertThat(types(message)).containsExactly("text/plain", "text/html");
    }

    @Test
    void putsWhatTheHtmlRefersToBesideItAndFilesBehind() throws Exception {
        Message message =
                parsed(draft("x", text("plain"), text("<img src=cid:logo>"), file("a.txt", null), file(null, "logo")));

        assertThat(message.getMimeType()).isEqualTo("multipart/mixed");
        assertThat(types(message)).containsExactly("multipart/alternative", "text/plain");
        Entity alternative = parts(message).get(0);
        assertThat(types(alternative)).containsExactly("text/plain", "multipart/related");
        Entity related = parts(alternative).get(1);
        assertThat(types(related)).containsExactly("text/html", "text/plain");
        assertThat(parts(related).get(1).getHeader().getField("Content-ID").getBody())
                .isEqualTo("<logo>");
        assertThat(parts(message).get(1).getFilename()).isEqualTo("a.txt");
    }

    @Test
    void sendsAReferredFileAsAnAttachmentWhereNoHtmlRefersToIt() throws Exception {
        Message message = parsed(draft("x", text("plain"), null, file("a.txt", "logo")));

        assertThat(types(message)).containsExactly("text/plain", "text/plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Grüße aus Köln, Größe und noch sehr viel mehr Text, der über mehrere Zeilen gefaltet werden muss 😀",
                "=?UTF-8?Q?no_such_thing?=",
                "  leading and  double   blanks ",
                "a plain subject that is longer than seventy-eight characters and is folded at one of its blanks"
            })
    void keepsAnySubject(String subject) throws Exception {
        String header = composed(draft(subject, text("x"), null));

        assertThat(header.lines().filter(line -> line.length() > 78)).isEmpty();
        assertThat(header.chars().allMatch(c -> c < 128)).isTrue();
        assertThat(parsed(draft(subject, text("x"), null)).getSubject()).isEqualTo(subject);
    }

    @Test
    void encodesASubjectThatCannotBeFolded() throws Exception {
        String subject = "x".repeat(1_000);

        assertThat(composed(draft(subject, text("x"), null)).lines()).allMatch(line -> line.length() <= 78);
        assertThat(parsed(draft(subject, text("x"), null)).getSubject()).isEqualTo(subject);
    }

    @Test
    void keepsAnyTextWhateverItsEncoding() throws Exception {
        for (String text : List.of(
                "Grüße =\t \nund Köln ",
                "漢字".repeat(200),
                "a".repeat(2_000),
                "\u0000",
                "ends with a blank \n",
                ".\n..\nFrom me\n")) {
            Message message = parsed(draft("x", text(text), null));

            String expected = text.replace("\n", "\r\n");
            assertThat(body(message)).isEqualTo(expected.endsWith("\r\n") ? expected : expected + "\r\n");
        }
    }

    @Test
    void keepsLinesWithinTheLimit() throws Exception {
        String message = composed(draft("x", text("ü" + "a".repeat(5_000)), text("漢".repeat(5_000))));

        assertThat(message.lines()).allMatch(line -> line.length() <= 78);
    }

    @Test
    void streamsAttachmentsThroughAFile() throws Exception {
        byte[] large = new byte[Scratch.MEMORY_BYTES * 3];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        scratch.append().write(large);
        Content content = scratch.since(0);

        Message message =
                parsed(draft("x", text("x"), null, new Attachment("ü b.bin", "application/x-y", null, content)));

        Entity attachment = parts(message).get(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((SingleBody) attachment.getBody()).getInputStream().transferTo(out);
        assertThat(out.toByteArray()).isEqualTo(large);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void writesFileNamesInUnicode() throws Exception {
        String message = composed(draft("x", text("x"), null, file("Übersicht " + "ü".repeat(60) + ".pdf", null)));

        assertThat(message).contains("\r\n filename*0*=UTF-8''%C3%9Cbersicht%20", "\r\n filename*1*=");
        assertThat(message.lines()).allMatch(line -> line.length() <= 78);
        assertThat(composed(draft("x", text("x"), null, file("a\"b.txt", null))))
                .contains("filename*=UTF-8''a%22b.txt");
    }

    @Test
    void hidesBlindCopies() throws Exception {
        Draft draft = new Draft(
                Address.parse("ada@demo.test"),
                List.of(),
                List.of(),
                List.of(Address.parse("secret@example.com")),
                List.of(),
                null,
                text("x"),
                null,
                Map.of(),
                List.of());

        assertThat(draft.recipients()).containsExactly("secret@example.com");
        assertThat(composed(draft)).doesNotContain("secret").contains("To: undisclosed-recipients:;");
    }

    @Test
    void writesNamesAndAddressesSoThatTheyCanBeReadBack() throws Exception {
        Draft draft = new Draft(
                Address.parse("\"Doe, J. \\\"Jo\\\"\" <jo@demo.test>"),
                List.of(Address.parse("Jürgen Ünal <j@bücher.example>"), Address.parse("b@example.com")),
                List.of(Address.parse("c@example.com")),
                List.of(),
                List.of(Address.parse("Answers <answers@demo.test>")),
                "x",
                text("x"),
                null,
                Map.of("List-Unsubscribe", "<https://demo.test/u/1>, <mailto:u@demo.test>"),
                List.of());

        Message message = parsed(draft);

        assertThat(message.getFrom().get(0).getName()).isEqualTo("Doe, J. \"Jo\"");
        assertThat(message.getTo()).hasSize(2);
        assertThat(composed(draft)).contains("<j@xn--bcher-kva.example>", "List-Unsubscribe: <https://demo.test/u/1>,");
        assertThat(message.getReplyTo().toString()).contains("answers@demo.test");
    }

    private static Draft draft(String subject, Text text, Text html, Attachment... attachments)
            throws MalformedAddressException {
        return new Draft(
                Address.parse("Ada <ada@demo.test>"),
                List.of(Address.parse("bob@example.com")),
                List.of(),
                List.of(),
                List.of(),
                subject,
                text,
                html,
                Map.of(),
                List.of(attachments));
    }

    private static Attachment file(String name, String contentId) {
        return new Attachment(name, "text/plain", contentId, Content.of("file".getBytes(StandardCharsets.US_ASCII)));
    }

    private static Text text(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TextCopy copy = new TextCopy(out);
        copy.write(text.getBytes(StandardCharsets.UTF_8));
        TextFacts facts = copy.finish();
        return new Text(Content.of(out.toByteArray()), facts);
    }

    private String composed(Draft draft) throws IOException {
        assertThat(DraftRules.defects(draft)).isEmpty();
        Content content = new Composer("relay.test").compose(draft, QUEUE_ID, AT, scratch);
        try (InputStream in = content.open()) {
            byte[] bytes = in.readAllBytes();
            assertThat(bytes.length).isEqualTo((int) content.size());
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Message parsed(Draft draft) throws IOException {
        return new DefaultMessageBuilder()
                .parseMessage(new ByteArrayInputStream(composed(draft).getBytes(StandardCharsets.UTF_8)));
    }

    private static String body(Entity entity) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((SingleBody) entity.getBody()).getInputStream().transferTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<Entity> parts(Entity entity) {
        return ((Multipart) entity.getBody()).getBodyParts();
    }

    private static List<String> types(Entity entity) {
        return parts(entity).stream().map(Entity::getMimeType).toList();
    }
}
