package relay.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "joe@example.org",
                "Joe.Bloggs+tag@sub.example.org",
                "\"joe bloggs\"@example.org",
                "\"a\\\"b\\\\c\"@example.org",
                "\"a@b>c\"@example.org",
                "\"\"@example.org",
                "joe@[192.0.2.1]",
                "joe@[IPv6:2001:db8::1]",
                "joe@[IPv6:::ffff:192.0.2.1]",
                "joe@xn--bcher-kva.example",
                "joe@a-b.example",
                "joe@1.2.3.example",
                "j\u00fcrgen@b\u00fccher.example",
                "\u7528\u6237@\u4f8b\u5b50.\u6d4b\u8bd5"
            })
    void keepsAMailboxAsGiven(String mailbox) throws Refusal {
        assertThat(Path.reverse("FROM:<" + mailbox + ">").address()).isEqualTo(mailbox);
        assertThat(Path.forward("TO:<" + mailbox + ">").address()).isEqualTo(mailbox);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "joe",
                "@example.org",
                "joe@",
                "joe@@example.org",
                ".joe@example.org",
                "joe.@example.org",
                "j..oe@example.org",
                "joe bloggs@example.org",
                "joe@exa mple.org",
                "joe@-example.org",
                "joe@example-.org",
                "joe@example..org",
                "joe@.example.org",
                "joe@example.org.",
                "joe@exa_mple.org",
                "joe@[192.0.2]",
                "joe@[192.0.2.256]",
                "joe@[IPv6:12345::]",
                "joe@[IPv6:fe80::1%eth0]",
                "joe@[tag:data]",
                "joe@[]",
                "joe@[192.0.2.1",
                "\"joe@example.org",
                "joe\"x\"@example.org",
                "\"a\"b\"@example.org",
                "\"a\\\"@example.org",
                "jo(e)@example.org",
                "jo\u0000e@example.org",
                "jo\u0085e@example.org",
                "joe@exa\u2028mple.org",
                "\"jo\te\"@example.org",
                "@a,b:joe@example.org",
                "@a joe@example.org",
                "<joe@example.org"
            })
    void refusesWhatIsNoMailbox(String mailbox) {
        assertThatThrownBy(() -> Path.reverse("FROM:<" + mailbox + ">"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reply().toString()).startsWith("501 5.1.7 "));
        assertThatThrownBy(() -> Path.forward("TO:<" + mailbox + ">"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reply().toString()).startsWith("501 5.1.3 "));
    }

    @Test
    void countsOctetsNotCharacters() {
        String local = "\u00e9".repeat(33);
        assertThatThrownBy(() -> Path.reverse("FROM:<" + local + "@example.org>"))
                .hasMessageContaining("longer than 64 octets");
    }

    @Test
    void acceptsOnlyTheSenderToBeNull() throws Refusal {
        assertThat(Path.reverse("FROM:<>").address()).isEmpty();
        assertThatThrownBy(() -> Path.forward("TO:<>")).isInstanceOf(Refusal.class);
    }

    @Test
    void acceptsOnlyPostmasterWithoutDomain() throws Refusal {
        assertThat(Path.forward("TO:<POSTMASTER>").address()).isEqualTo("POSTMASTER");
        assertThatThrownBy(() -> Path.reverse("FROM:<postmaster>")).isInstanceOf(Refusal.class);
    }

    @Test
    void ignoresASourceRoute() throws Refusal {
        assertThat(Path.forward("TO:<@a.example,@b.example:joe@example.org>").address())
                .isEqualTo("joe@example.org");
    }

    @Test
    void separatesTheParameters() throws Refusal {
        assertThat(Path.reverse("FROM:<joe@example.org>  SIZE=1 BODY=7BIT ").rest())
                .isEqualTo("SIZE=1 BODY=7BIT");
    }

    @Test
    void namesTheUsageWhenTheKeywordIsMissing() {
        assertThatThrownBy(() -> Path.forward("<joe@example.org>")).hasMessage("Syntax: RCPT TO:<address>");
    }
}
