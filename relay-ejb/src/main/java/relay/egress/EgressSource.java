package relay.egress;

import relay.smtp.client.Egress;

/**
 * An address that mail leaves from.
 *
 * @param name by which operators, logs and shaping files call it
 * @param egress from which address, under which name and through whom
 * @param warmUp how much it may send while it is new, or null for as much as it likes
 */
public record EgressSource(String name, Egress egress, WarmUp warmUp) {
    /** The name of the source that is there when none is set up. */
    public static final String DEFAULT_NAME = "default";

    private static final EgressSource DEFAULT = new EgressSource(DEFAULT_NAME, Egress.direct(), null);

    /** Whatever address the system chooses, under the relay's own name. */
    public static EgressSource ofDefaults() {
        return DEFAULT;
    }
}
