package relay.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.message.MalformedAddressException;

class AddressTest {
    @Test
    void readsNamesAndAddresses() throws MalformedAddressException {
        assertThat(Address.parse("ada@example.com")).isEqualTo(new Address("", "ada@example.com"));
        assertThat(Address.parse(" Ada Lovelace <Ada@Example.COM> "))
                .isEqualTo(new Address("Ada Lovelace", "Ada@example.com"));
        assertThat(Address.parse("=?UTF-8?Q?J=C3=BCrgen?= <j@example.com>").name())
                .isEqualTo("Jürgen");
    }

    @Test
    void writesDomainsInAscii() throws MalformedAddressException {
        assertThat(Address.parse("post@Bücher.example").address()).isEqualTo("post@xn--bcher-kva.example");
        assertThat(Address.parse("ü@bücher.example").isAscii()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "ada@",
                "@example.com",
                "a@b, c@d",
                "a@-b.example",
                "a@b..example",
                "a b@example.com",
                "Ada <ada@example.com",
                "a@example.com\r\nBcc: x@y.z",
                "a@exa\u0000mple.com",
                "a@ex ample.com"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(MalformedAddressException.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> Address.parse("a".repeat(65) + "@example.com"))
                .isInstanceOf(MalformedAddressException.class);
        assertThatThrownBy(() -> Address.parse("a@" + "b.".repeat(130) + "example"))
                .isInstanceOf(MalformedAddressException.class);
        assertThatThrownBy(() -> Address.parse("x".repeat(2_000) + " <a@example.com>"))
                .isInstanceOf(MalformedAddressException.class);
    }
}
