package relay.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A simulated mailbox; {@code +anything} may follow its name. */
enum Mailbox {
    DELIVERED,
    /** 550 5.1.1. */
    BOUNCED,
    /** 452 4.2.2 for ever. */
    FULL,
    /** 451 once, then 250. */
    DEFERRED,
    /** 451 4.7.1 until half a minute has passed. */
    GREYLISTED,
    /** Takes five seconds over each message. */
    SLOW,
    /** 250, then a DSN comes back. */
    OOB,
    /** 250, then an abuse report comes back. */
    COMPLAINED;

    /** The mailbox of an address; empty for an unknown one. */
    static Optional<Mailbox> of(String address) {
        String local = address.substring(0, Math.max(0, address.lastIndexOf('@')));
        int plus = local.indexOf('+');
        String name = (plus < 0 ? local : local.substring(0, plus)).toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(mailbox -> mailbox.name().equals(name))
                .findFirst();
    }
}
