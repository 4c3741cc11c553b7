package relay.ledger;

import java.time.Duration;

/** Learns what the ledger has written, on the ledger's own thread: must be quick and must not fail. */
public interface LedgerWatch {
    /** A batch is durable. */
    void written(int entries, Duration took);

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
            public void accepted(Acceptance acceptance) {}

            @Override
            public void settled(Outcome outcome) {}
        };
    }
}
