package relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=                      | Grüße
                    =?utf-8?B?R3LDvMOfZQ==?=                         | Grüße
                    =?iso-8859-1?q?a_b=FC?=                          | a bü
                    =?ISO-8859-15?Q?=A4?=                            | €
                    =?windows-1252?Q?=80?=                           | €
                    =?windows-1251?B?z/Do4uXy?=                      | Привет
                    =?utf-8*de?Q?=C3=BC?=                            | ü
                    =?utf-8?Q?a?= =?utf-8?Q?b?=                      | ab
                    =?utf-8?Q?a?= x =?utf-8?Q?b?=                    | a x b
                    =?utf-8?B?w7w=?= =?iso-8859-1?Q?=FC?=            | üü
                    =?utf-8?Q?=C3?= =?utf-8?Q?=BC?=                  | ü
                    Re: =?utf-8?Q?=C3=BC?= (x)                       | Re: ü (x)
                    =?utf-8?Q??=x                                    | x
                    """)
    void decodes(String encoded, String decoded) {
        assertThat(EncodedWords.decode(encoded)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "=?utf-8?Q?=G1?=",
                "=?utf-8?Q?=C?=",
                "=?utf-8?B?***?=",
                "=?no-such-charset?Q?x?=",
                "=?utf-8?X?x?=",
                "=?utf-8?Q?x",
                "=?utf-8?Q?a b?=",
                "=??Q?x?=",
                "=?=?=?=",
                "=?-?Q?x?="
            })
    void leavesWhatIsMalformedAsItIs(String value) {
        assertThat(EncodedWords.decode(value)).isEqualTo(value);
    }

    @Test
    void makesTextPrintableWithinALength() {
        assertThat(HeaderText.printable("a\r\nb\0c", 500)).isEqualTo("a  b c");
        assertThat(HeaderText.printable("x😀y", 2)).isEqualTo("x");
        assertThat(HeaderText.printable("x😀y", 3)).isEqualTo("x😀");
        assertThat(HeaderText.printable("a\u202Eb", 5)).isEqualTo("a b");
    }
}
