package relay.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.Content;

class MessageDecoderTest {
    private static final int LINE = 20;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".~|''",
                "a~.~|a~",
                "..~.~|.~",
                "..a~.b~...~.~|.a~b~..~",
                "a.b~.~|a.b~",
                "~~.~|~~",
                "a~.~b~|a~",
            })
    void removesDotsAndEndsAtTheFinalOne(String wire, String text) {
        for (int piece = 1; piece <= wire.length() * 2; piece++) {
            Decoded decoded = decode(MessageDecoder.dotted(LINE), crlf(wire), piece);
            assertThat(decoded.ended).isTrue();
            assertThat(decoded.fault).isNull();
            assertThat(decoded.text).isEqualTo(crlf(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\r\n~.~",
                "a\n.\n~.~",
                "a~.\n~.~",
                "a~.\rb~.~",
                "a\r.\r~.~",
                "a~.\r~.~",
                "a~\r~.~",
                "\n~.~",
                "\r~.~",
                "a\r\r~.~",
                "a~.\r\r~.~",
                "~.\n\r~.~"
            })
    void findsBareLineEndsAndReadsOnToTheRealEnd(String wire) {
        String all = crlf(wire);
        for (int piece = 1; piece <= all.length(); piece++) {
            Decoded decoded = decode(MessageDecoder.dotted(LINE), all + "NOOP\r\n", piece);
            assertThat(decoded.fault).isEqualTo(MessageDecoder.Fault.BARE_LINE_END);
            assertThat(decoded.ended).isTrue();
            assertThat(decoded.taken).isEqualTo(all.length());
        }
    }

    @Test
    void doesNotEndWithoutLineEndBeforeTheDot() {
        Decoded decoded = decode(MessageDecoder.dotted(LINE), "a.\r\n", 10);
        assertThat(decoded.ended).isFalse();
        assertThat(decoded.text).isEqualTo("a.\r\n");
    }

    @Test
    void measuresLinesWithoutTheirEnd() {
        String longest = "x".repeat(LINE);
        assertThat(decode(MessageDecoder.dotted(LINE), longest + "\r\n.\r\n", 7).fault)
                .isNull();
        assertThat(decode(MessageDecoder.dotted(LINE), longest + "x\r\n.\r\n", 7).fault)
                .isEqualTo(MessageDecoder.Fault.LONG_LINE);
    }

    @Test
    void noticesEightBitText() {
        assertThat(decode(MessageDecoder.dotted(LINE), "abc\r\n.\r\n", 3).eightBit)
                .isFalse();
        assertThat(decode(MessageDecoder.dotted(LINE), "a\u00fcc\r\n.\r\n", 3).eightBit)
                .isTrue();
    }

    @Test
    void leavesDotsInChunksAlone() {
        MessageDecoder decoder = MessageDecoder.plain(LINE);
        Decoded decoded = decode(decoder, ".\r\n..a\r\n", 2);
        assertThat(decoded.text).isEqualTo(".\r\n..a\r\n");
        assertThat(decoded.ended).isFalse();
    }

    @Test
    void completesTheLastLineOfChunks() {
        MessageDecoder decoder = MessageDecoder.plain(LINE);
        Sink sink = new Sink();
        decoder.decode("a\r\nb".getBytes(ISO_8859_1), 0, 4, sink);
        decoder.end(sink);
        assertThat(sink.text()).isEqualTo("a\r\nb\r\n");
    }

    @Test
    void refusesChunksThatEndInTheMiddleOfALineEnd() {
        MessageDecoder decoder = MessageDecoder.plain(LINE);
        Sink sink = new Sink();
        decoder.decode("a\r".getBytes(ISO_8859_1), 0, 2, sink);
        decoder.end(sink);
        assertThat(decoder.fault()).isEqualTo(MessageDecoder.Fault.BARE_LINE_END);
    }

    private record Decoded(String text, boolean ended, MessageDecoder.Fault fault, boolean eightBit, int taken) {}

    private static Decoded decode(MessageDecoder decoder, String wire, int piece) {
        byte[] bytes = wire.getBytes(ISO_8859_1);
        Sink sink = new Sink();
        int at = 0;
        while (at < bytes.length && !decoder.ended()) {
            at = decoder.decode(bytes, at, Math.min(bytes.length, at + piece), sink);
        }
        return new Decoded(sink.text(), decoder.ended(), decoder.fault(), decoder.eightBit(), at);
    }

    private static String crlf(String text) {
        return String.join("\r\n", List.of(text.split("~", -1)));
    }

    private static final class Sink implements ContentWriter {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        String text() {
            return bytes.toString(ISO_8859_1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void spill() {}

        @Override
        public Content finish() {
            return Content.of(bytes.toByteArray());
        }

        @Override
        public void discard() {}
    }
}
