package relay.compose;

import java.util.List;
import relay.submission.RelayOptions;

/** What an application wants to send: composed for it, or as it has composed it itself. */
public sealed interface Letter {
    /** Stream, tags and everything else beside the message. */
    RelayOptions options();

    /** Forward-paths in order, each once. */
    List<String> recipients();

    /**
     * To be composed.
     *
     * @param draft what it says
     * @param options beside it
     */
    record Composed(Draft draft, RelayOptions options) implements Letter {
        @Override
        public List<String> recipients() {
            return List.copyOf(draft.recipients());
        }
    }

    /**
     * Complete.
     *
     * @param sender reverse-path, empty for {@code <>}
     * @param recipients forward-paths
     * @param message header and body, every line ended with CRLF
     * @param options beside it
     */
    record Raw(String sender, List<String> recipients, Text message, RelayOptions options) implements Letter {
        public Raw {
            recipients = List.copyOf(recipients);
        }
    }
}
