package relay.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    joe@example.org                                | ``                 | joe@example.org
                    <joe@example.org>                              | ``                 | joe@example.org
                    Joe Bloggs <joe@example.org>                   | Joe Bloggs         | joe@example.org
                    John Q. Public <john@example.org>              | John Q. Public     | john@example.org
                    "Bloggs, Joe" <joe@example.org>                | Bloggs, Joe        | joe@example.org
                    "a \\" b" <joe@example.org>                    | a " b              | joe@example.org
                    Joe (of (the) street) <joe(x)@(y)example.org>  | Joe                | joe@example.org
                    joe@example.org (Joe)                          | ``                 | joe@example.org
                    "joe"@example.org                              | ``                 | joe@example.org
                    "joe b"@example.org                            | ``                 | "joe b"@example.org
                    ""@example.org                                 | ``                 | ""@example.org
                    ".a"@example.org                               | ``                 | ".a"@example.org
                    joe . smith @ example . org                    | ``                 | joe.smith@example.org
                    joe@[192.0.2.1]                                | ``                 | joe@[192.0.2.1]
                    <@a.test,@b.test:joe@example.org>              | ``                 | joe@example.org
                    =?utf-8?q?J=C3=B6rg?= <j@example.org>          | =?utf-8?q?J=C3=B6rg?= | j@example.org
                    =?utf-8?q?Smith,_J.?= <j@example.org>          | =?utf-8?q?Smith,_J.?= | j@example.org
                    Jörg <jörg@exämple.org>                        | Jörg               | jörg@exämple.org
                    , joe@example.org ,,                           | ``                 | joe@example.org
                    """)
    void readsOneMailbox(String value, String name, String address) throws MalformedAddressException {
        assertThat(Mailboxes.parse(value)).containsExactly(new Mailbox(name, address));
    }

    @Test
    void readsListsAndGroups() throws MalformedAddressException {
        assertThat(Mailboxes.parse("a@x.test, B <b@x.test>,c@x.test")).hasSize(3);
        assertThat(Mailboxes.parse("undisclosed-recipients:;")).isEmpty();
        assertThat(Mailboxes.parse("My friends: a@x.test, B <b@x.test>;, c@y.test"))
                .extracting(Mailbox::address)
                .containsExactly("a@x.test", "b@x.test", "c@y.test");
        assertThat(Mailboxes.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "joe",
                "joe@",
                "@example.org",
                "<>",
                "joe@example.org bob@example.org",
                "joe@example.org <joe@example.org>",
                "a@b@c.test",
                "<joe@example.org",
                "joe@example.org>",
                "\"joe@example.org",
                "(joe@example.org",
                "joe@[1.2.3.4",
                "jo..e@example.org",
                ".joe@example.org",
                "joe.@example.org",
                "joe@example..org",
                "joe@.example.org",
                "friends: a@x.test",
                "a: b: c@d.test;;",
                "a:; b@c.test",
                "a;b@c.test",
                "joe smith@example.org",
                "jo\0e@example.org",
                "joe@exam\u0007ple.org",
                "<@a.test joe@b.test>",
                "a\\b@c.test",
                "joe@[a b]",
                "joe@[a\\]"
            })
    void refusesWhatIsNoAddressList(String value) {
        assertThatThrownBy(() -> Mailboxes.parse(value))
                .isInstanceOf(MalformedAddressException.class)
                .hasMessageContaining("at character");
    }

    @Test
    void refusesAnAddressThatNoEnvelopeCouldHold() {
        assertThatThrownBy(() -> Mailboxes.parse("a".repeat(320) + "@example.org"))
                .hasMessageContaining("more than 320 characters");
    }

    @Test
    void readsDeepCommentsWithoutDeepStack() throws MalformedAddressException {
        String comment = "(".repeat(100_000) + ")".repeat(100_000);

        assertThat(Mailboxes.parse(comment + "joe@example.org")).hasSize(1);
    }

    @Test
    void tellsThePartsOfAnAddress() {
        Mailbox mailbox = new Mailbox("=?utf-8?q?J=C3=B6rg?=", "\"a@b\"@Example.ORG");

        assertThat(mailbox.localPart()).isEqualTo("\"a@b\"");
        assertThat(mailbox.domain()).isEqualTo("example.org");
        assertThat(mailbox.readableName()).isEqualTo("Jörg");
    }
}
