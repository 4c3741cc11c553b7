package relay.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.dkim.Messages.crlf;
import static relay.dkim.Messages.signed;
import static relay.dkim.Messages.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.message.MessageHeader;

/** The odd messages that mime4j is tested with: broken headers, broken MIME, 8-bit, enormous lines. */
class OddMessagesTest {
    @Test
    void signsThemAll() throws IOException {
        List<Path> messages = messages();

        assertThat(messages).hasSizeGreaterThan(30);
        for (Path file : messages) {
            byte[] signed = signed(separated(crlf(Files.readAllBytes(file))), TestKeys.BOTH);
            assertThat(verify(signed, TestKeys.published()).subList(0, 2))
                    .as(file.getFileName().toString())
                    .allMatch(DkimResult::passed);
        }
    }

    /** As submission leaves a message: with an empty line between its header and the body. */
    private static byte[] separated(byte[] message) {
        MessageHeader header = MessageHeader.parse(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header.fields().forEach(f -> f.appendTo(out));
        out.writeBytes(new byte[] {'\r', '\n'});
        out.write(message, header.bodyOffset(), message.length - header.bodyOffset());
        return out.toByteArray();
    }

    private static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.walk(SharedTestdata.folder("mime4j-testmsgs"))) {
            return files.filter(f -> f.toString().endsWith(".msg")).sorted().toList();
        }
    }
}
