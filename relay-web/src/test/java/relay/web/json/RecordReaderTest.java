package relay.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.web.problem.FieldError;
import relay.web.problem.ProblemException;

class RecordReaderTest {
    record Outer(Wanted inner) {}

    record Wanted(String name, Integer limit, Boolean open, List<String> tags, Set<String> scopes) {}

    @Test
    void readsEveryKindOfField() {
        Wanted wanted = read("{'name':'a','limit':3,'open':true,'tags':['x','x'],'scopes':['read','read']}");

        assertThat(wanted).isEqualTo(new Wanted("a", 3, true, List.of("x", "x"), Set.of("read")));
    }

    @Test
    void leavesWhatIsAbsentOrNullNull() {
        assertThat(read("{'name':null}")).isEqualTo(new Wanted(null, null, null, null, null));
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        List<FieldError> errors = errors("{'name':1,'limit':'3','open':'yes','tags':'x','scopes':['a',2]}");

        assertThat(errors)
                .extracting(FieldError::message)
                .containsExactly(
                        "name must be a text",
                        "limit must be a whole number",
                        "open must be true or false",
                        "tags must be a list of texts",
                        "scopes must be a list of texts");
    }

    @Test
    void takesNoNumberThatWouldBecomeAnother() {
        assertThat(errors("{'limit':1e99}")).hasSize(1);
        assertThat(errors("{'limit':1e999999999}")).hasSize(1);
        assertThat(errors("{'limit':1.5}")).hasSize(1);
        assertThat(errors("{'limit':2147483648}")).hasSize(1);
        assertThat(read("{'limit':1e3}").limit()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u001b", "\\n", "\\u007f", "\\u0085", "\u0085", "\u009f"})
    void takesNoTextWithAControlCharacter(String control) {
        assertThat(errors("{'name':'a" + control + "b'}"))
                .extracting(FieldError::message)
                .containsExactly("name must not contain line ends or other control characters");
        assertThat(errors("{'tags':['a','b" + control + "']}")).hasSize(1);
        assertThat(errors("{'scopes':['" + control + "']}")).hasSize(1);
        assertThat(errors("{'inner':{'name':'" + control + "'}}", Outer.class))
                .extracting(FieldError::field)
                .containsExactly("inner.name");
    }

    private static List<FieldError> errors(String json) {
        return errors(json, Wanted.class);
    }

    private static List<FieldError> errors(String json, Class<? extends Record> type) {
        return catchThrowableOfType(ProblemException.class, () -> read(json, type))
                .problem()
                .errors();
    }

    private static Wanted read(String json) {
        return read(json, Wanted.class);
    }

    private static <R extends Record> R read(String json, Class<R> type) {
        try (JsonReader reader = Json.createReader(new StringReader(json.replace('\'', '"')))) {
            JsonObject object = reader.readObject();
            return RecordReader.read(object, type);
        }
    }
}
