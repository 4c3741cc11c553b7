package relay.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.web.problem.ProblemException;

class PageTest {
    @Test
    void endsWithoutACursor() {
        Page page = Page.of(List.of("a", "b"), new PageRequest("2", null), Function.identity(), Function.identity());

        assertThat(page).isEqualTo(new Page(List.of("a", "b"), null));
    }

    @Test
    void pointsToTheNextPageByItsLastItem() {
        Page page =
                Page.of(List.of("a", "b", "c"), new PageRequest("2", null), Function.identity(), Function.identity());

        assertThat(page.items()).isEqualTo(List.of("a", "b"));
        assertThat(new PageRequest(null, page.next()).after()).isEqualTo("b");
    }

    @Test
    void beginsAtTheBeginning() {
        assertThat(new PageRequest(null, null).after()).isEmpty();
        assertThat(new PageRequest(null, null).limit()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "ten", "99999999999", "1.0"})
    void refusesLimitsOutOfRange(String limit) {
        PageRequest request = new PageRequest(limit, null);

        assertThatThrownBy(request::limit).isInstanceOf(ProblemException.class).hasMessageContaining("1 to 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!", "YWJj", "01M802EE8MEQ45GZRTGB"})
    void refusesCursorsOfOthers(String cursor) {
        PageRequest request = new PageRequest(null, cursor);

        assertThatThrownBy(request::after).isInstanceOf(ProblemException.class);
    }

    @Test
    void keepsAnyPositionInACursor() {
        assertThat(Cursor.position(Cursor.of("bücher.example"))).contains("bücher.example");
    }
}
