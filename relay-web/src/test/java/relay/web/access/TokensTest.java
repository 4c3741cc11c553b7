package relay.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokensTest {
    @Test
    void takesTheTokenOfABearerHeader() {
        assertThat(Tokens.bearer("Bearer abc")).contains("abc");
        assertThat(Tokens.bearer("bearer  abc ")).contains("abc");
    }

    @Test
    void takesNothingElse() {
        assertThat(Tokens.bearer(null)).isEmpty();
        assertThat(Tokens.bearer("")).isEmpty();
        assertThat(Tokens.bearer("Bearer ")).isEmpty();
        assertThat(Tokens.bearer("Basic YTpi")).isEmpty();
    }

    @Test
    void comparesWholeTokens() {
        assertThat(Tokens.same("abc", "abc")).isTrue();
        assertThat(Tokens.same("abc", "abcd")).isFalse();
        assertThat(Tokens.same("", "abc")).isFalse();
    }
}
