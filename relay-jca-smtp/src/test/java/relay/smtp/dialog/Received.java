package relay.smtp.dialog;

import java.nio.charset.StandardCharsets;
import relay.smtp.Envelope;
import relay.smtp.Peer;

/** A message that the application behind the server has accepted. */
@SuppressWarnings("ArrayRecordComponent")
public record Received(Envelope envelope, byte[] content, Peer peer, String username) {
    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
