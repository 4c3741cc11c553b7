package relay.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;
import relay.smtp.Content;

/** The decoder against a plain statement of RFC 5321, however the bytes are cut. */
class MessageDecoderFuzzTest {
    private static final Pattern BARE = Pattern.compile("\r(?!\n)|(?<!\r)\n");

    @FuzzTest
    void agreesWithAPlainReading(FuzzedDataProvider data) {
        int piece = data.consumeInt(1, 10);
        String wire = data.consumeRemainingAsString();
        byte[] bytes = wire.getBytes(ISO_8859_1);
        String latin1 = new String(bytes, ISO_8859_1);
        MessageDecoder decoder = MessageDecoder.dotted(Integer.MAX_VALUE);
        Sink sink = new Sink();
        int at = 0;
        while (at < bytes.length && !decoder.ended()) {
            at = decoder.decode(bytes, at, Math.min(bytes.length, at + piece), sink);
        }
        int end = ("\r\n" + latin1).indexOf("\r\n.\r\n");
        assertThat(decoder.ended()).isEqualTo(end >= 0);
        if (end >= 0) {
            String text = latin1.substring(0, end);
            assertThat(at).isEqualTo(end + 3);
            assertThat(decoder.fault() != null).isEqualTo(BARE.matcher(text).find());
            if (decoder.fault() == null) {
                assertThat(sink.bytes.toString(ISO_8859_1)).isEqualTo(unstuffed(text));
            }
        }
    }

    private static String unstuffed(String text) {
        return ("\r\n" + text).replace("\r\n.", "\r\n").substring(2);
    }

    private static final class Sink implements ContentWriter {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

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
