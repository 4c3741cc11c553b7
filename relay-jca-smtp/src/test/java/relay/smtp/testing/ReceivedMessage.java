package relay.smtp.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A message that a {@link ScriptedMx} took.
 *
 * @param mail the MAIL command, parameters and all
 * @param rcpts the RCPT commands that were accepted
 * @param content the bytes between DATA and the final dot, dot-stuffing removed; empty where the server keeps none
 * @param size length of the content in bytes
 * @param session the session that it came in
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedMessage(String mail, List<String> rcpts, byte[] content, long size, MxSession session) {
    public ReceivedMessage {
        rcpts = List.copyOf(rcpts);
    }

    /** The address of MAIL; empty for the null reverse-path. */
    public String reversePath() {
        return addressOf(mail);
    }

    /** The addresses of RCPT, in the order said. */
    public List<String> recipients() {
        return rcpts.stream().map(ReceivedMessage::addressOf).toList();
    }

    /** The content, one character for each byte. */
    public String text() {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    private static String addressOf(String command) {
        return command.substring(command.indexOf('<') + 1, command.lastIndexOf('>'));
    }
}
