package relay.dane;

import java.util.concurrent.CompletionStage;

/** The DNS with its signatures checked. Never fails, never blocks. */
interface ValidatingDns {
    /** Whether the resolver passes signatures on, without which nothing can be proved. */
    CompletionStage<Boolean> isAvailable();

    /**
     * One question.
     *
     * @param name without a dot at the end
     * @param type of {@link org.xbill.DNS.Type}
     */
    CompletionStage<Validated> ask(String name, int type);
}
