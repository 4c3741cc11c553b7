package relay.mtasts;

import java.util.concurrent.CompletionStage;
import relay.smtp.client.TlsFault;

/** Where policies are fetched. */
@FunctionalInterface
public interface PolicyHost {
    /** What the policy host of a domain serves. Never fails, never blocks. */
    CompletionStage<Served> fetch(String domain);

    /**
     * What came of fetching.
     *
     * @param text of the policy, or null
     * @param fault why there is none, or null
     * @param why in words, or null
     */
    record Served(String text, TlsFault fault, String why) {
        public static Served of(String text) {
            return new Served(text, null, null);
        }

        public static Served failed(TlsFault fault, String why) {
            return new Served(null, fault, why);
        }
    }
}
