package relay.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.Content;

class DraftRulesTest {
    private static final Content CONTENT = Content.of(new byte[0]);

    @ParameterizedTest
    @ValueSource(
            strings = {"From", "bcc", "DATE", "Content-Type", "X-Relay-Tag", "DKIM-Signature", "Resent-To", "Received"})
    void keepsStructuralFieldsToItself(String name) {
        assertThat(fields(Map.of(name, "x"))).containsExactly("headers." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x", "a\nb", "a\u0000", "a\u0085b"})
    void takesNoLineEndsInFields(String value) {
        assertThat(fields(Map.of("X-A", value))).containsExactly("headers.X-A");
        assertThat(defects(value, Map.of(), List.of())).containsExactly("subject");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "A:", "Ä", "A\r\nB"})
    void takesNoMalformedNames(String name) {
        assertThat(fields(Map.of(name, "x"))).containsExactly("headers.?");
    }

    @Test
    void takesFieldsThatCanBeFoldedOnly() {
        assertThat(fields(Map.of("X-A", "x".repeat(901)))).hasSize(1);
        assertThat(fields(Map.of("X-A", "x ".repeat(1_900)))).isEmpty();
        assertThat(fields(Map.of("X-A", "x ".repeat(2_001)))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "application/pdf, true",
        "text/calendar; charset=utf-8; method=REQUEST, true",
        "'text/plain; name=\"a b\"', true",
        "pdf, false",
        "multipart/mixed, false",
        "Message/rfc822, false",
        "'text/plain\r\nX: y', false",
        "'text/plain; a', false"
    })
    void checksMediaTypes(String type, boolean allowed) {
        List<String> defects = attached(new Attachment("a", type, null, CONTENT));

        assertThat(defects.isEmpty()).isEqualTo(allowed);
    }

    @Test
    void checksNamesAndIdentifiersOfAttachments() {
        assertThat(attached(new Attachment("a\nb", null, null, CONTENT))).containsExactly("attachments[0].filename");
        assertThat(attached(new Attachment("", null, null, CONTENT))).containsExactly("attachments[0].filename");
        assertThat(attached(new Attachment("a", null, "a b", CONTENT))).containsExactly("attachments[0].contentId");
        assertThat(attached(new Attachment("a", null, "a>", CONTENT))).containsExactly("attachments[0].contentId");
        assertThat(attached(new Attachment(null, null, "logo@x", CONTENT))).isEmpty();
    }

    private static List<String> fields(Map<String, String> headers) {
        return defects("x", headers, List.of());
    }

    private static List<String> attached(Attachment attachment) {
        return defects("x", Map.of(), List.of(attachment));
    }

    private static List<String> defects(String subject, Map<String, String> headers, List<Attachment> attachments) {
        Address ada = new Address("", "ada@demo.test");
        Draft draft = new Draft(
                ada, List.of(ada), List.of(), List.of(), List.of(), subject, null, null, headers, attachments);
        return DraftRules.defects(draft).stream().map(Defect::field).toList();
    }
}
