package relay.ledger;

import java.time.Duration;

/** Learns what the ledger has written, on the ledger's own thread: must be quick and must not fail. */
public interface LedgerWatch {
    /** A batch is durable. */
    void written(int entries, Duration took);

    /** The deliveries of a message may begin: it is durable, or the broker owns it until it is. On any thread. */
    void ready(Acceptance acceptance);

    /** A message is durable. */
    void accepted(Acceptance acceptance);

    /** An outcome is durable. */
    void settled(Outcome outcome);

    /** Looks away. */
    static LedgerWatch none() {
        return new LedgerWatch() {
            @Override
            public void written(int entries, Duration took) {}

            @Override
            public void ready(Acceptance acceptance) {}

            @Override
            public void accepted(Acceptance acceptance) {}

            @Override
            public void settled(Outcome outcome) {}
        };
    }
}
