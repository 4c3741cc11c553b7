package relay.web.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.compose.Draft;
import relay.compose.Letter;
import relay.compose.Scratch;
import relay.smtp.Content;
import relay.submission.Tracking;
import relay.web.json.JsonInput;
import relay.web.openapi.OpenApiResource;
import relay.web.problem.FieldError;
import relay.web.problem.ProblemException;

class LetterReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
    private static final int MAX_RECIPIENTS = 3;

    @TempDir
    private Path directory;

    @Test
    void readsAMessageToCompose() throws IOException {
        Draft draft = ((Letter.Composed) read("{'from':'Ada <ada@demo.test>','to':['b@x.test'],'cc':'c@x.test',"
                        + "'bcc':['d@x.test'],'replyTo':'e@x.test','subject':'s','text':'t','html':'<p>',"
                        + "'headers':{'X-A':'b'},'attachments':[{'filename':'f','contentType':'a/b',"
                        + "'content':'aGk=','contentId':'<logo>'}]}"))
                .draft();

        assertThat(draft.recipients()).containsExactly("b@x.test", "c@x.test", "d@x.test");
        assertThat(draft.replyTo().get(0).address()).isEqualTo("e@x.test");
        assertThat(text(draft.text().content())).isEqualTo("t\r\n");
        assertThat(draft.headers()).containsEntry("X-A", "b");
        assertThat(draft.attachments().get(0).contentId()).isEqualTo("logo");
        assertThat(text(draft.attachments().get(0).content())).isEqualTo("hi");
    }

    @Test
    void readsACompleteMessageAndEndsItsLines() throws IOException {
        String raw = Base64.getEncoder().encodeToString("From: a@demo.test\n\nhi".getBytes(StandardCharsets.US_ASCII));

        Letter.Raw letter = (Letter.Raw)
                read("{'envelope':{'from':'','to':['b@x.test','b@x.test']},'raw':'" + raw + "','stream':'broadcast'}");

        assertThat(letter.sender()).isEmpty();
        assertThat(letter.recipients()).containsExactly("b@x.test");
        assertThat(text(letter.message().content())).isEqualTo("From: a@demo.test\r\n\r\nhi\r\n");
        assertThat(letter.options().stream()).isEqualTo("broadcast");
    }

    @Test
    void readsOptions() throws IOException {
        Letter letter = read("{'from':'a@demo.test','to':'b@x.test','tags':['x','y','x'],'metadata':{'a': 1},"
                + "'track':{'opens':true},'sendAt':'2026-11-22T00:00:00+01:00','campaign':'c','subject':null}");

        assertThat(letter.options().tags()).containsExactly("x", "y");
        assertThat(letter.options().metadata()).isEqualTo("{\"a\": 1}");
        assertThat(letter.options().track()).isEqualTo(new Tracking(true, false));
        assertThat(letter.options().sendAt()).isEqualTo("2026-11-21T23:00:00Z");
    }

    @Test
    void tellsOfEverythingThatIsWrong() {
        assertThat(wrong("{'from':5,'to':['x','b@x.test'],'subject':'a\\nb','send_at':'x','tags':[1],"
                        + "'metadata':[],'track':{'opens':1},'expireAt':'2020-01-01T00:00:00Z','stream':'x',"
                        + "'attachments':[{'content':5},{}]}"))
                .containsExactly(
                        "from",
                        "to[0]",
                        "send_at",
                        "tags[0]",
                        "metadata",
                        "track.opens",
                        "attachments[0].content",
                        "attachments[1].content",
                        "stream",
                        "expireAt",
                        "subject");
    }

    @Test
    void wantsASenderAndRecipients() {
        assertThat(wrong("{}")).containsExactly("from", "to");
        assertThat(wrong("{'raw':''}")).containsExactly("envelope.from", "envelope.to");
        assertThat(wrong("{'envelope':{}}")).containsExactly("envelope.from", "envelope.to", "raw");
        assertThat(wrong("{'from':'a@demo.test','to':['a@x.y','b@x.y'],'bcc':['c@x.y','d@x.y']}"))
                .containsExactly("to");
    }

    @Test
    void takesOneFormOrTheOther() {
        assertThat(wrong("{'envelope':{'from':'a@demo.test','to':['b@x.test']},'raw':'','subject':'x'}"))
                .containsExactly("subject");
    }

    @Test
    void takesNoFieldTwice() {
        assertThat(wrong("{'from':'a@demo.test','from':'b@demo.test','to':'b@x.test'}"))
                .containsExactly("from");
    }

    @Test
    void takesNoLinesThatSmtpDoesNotCarry() {
        assertThat(wrong(raw("a\rb"))).containsExactly("raw");
        assertThat(wrong(raw("a".repeat(999)))).containsExactly("raw");
    }

    @Test
    void knowsEveryFieldThatIsDescribed() {
        try (JsonReader reader = Json.createReader(OpenApiResource.class.getResourceAsStream("openapi.json"))) {
            Set<String> described = reader.readObject()
                    .getJsonObject("components")
                    .getJsonObject("schemas")
                    .getJsonObject("Letter")
                    .getJsonObject("properties")
                    .keySet();
            assertThat(described)
                    .contains("from", "raw")
                    .allSatisfy(field -> assertThat(messages("{'" + field + "':5}"))
                            .noneMatch(message -> message.contains("is not a field")));
        }
    }

    private static String raw(String message) {
        return "{'envelope':{'from':'a@demo.test','to':['b@x.test']},'raw':'"
                + Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.US_ASCII)) + "'}";
    }

    private List<String> wrong(String json) {
        return catchThrowableOfType(ProblemException.class, () -> read(json)).problem().errors().stream()
                .map(FieldError::field)
                .toList();
    }

    private List<String> messages(String json) {
        return catchThrowableOfType(ProblemException.class, () -> read(json)).problem().errors().stream()
                .map(FieldError::message)
                .toList();
    }

    private Letter read(String json) throws IOException {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        // what is read here is small and stays in memory, so that the scratch may be closed before it is looked at
        try (Scratch scratch = new Scratch(directory)) {
            return new LetterReader(new JsonInput(new ByteArrayInputStream(bytes)), scratch, MAX_RECIPIENTS).read(NOW);
        }
    }

    private static String text(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
