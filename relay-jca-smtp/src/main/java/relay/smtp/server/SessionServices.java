package relay.smtp.server;

import java.util.Set;
import relay.smtp.ListenerRole;
import relay.smtp.sasl.Passwords;

/**
 * What sessions share.
 *
 * @param hostname our name in the greeting and the EHLO reply
 * @param limits what one session may ask
 * @param admitting the roles in which a peer's network alone may be its credential
 * @param availability whether sessions and mail are welcome just now
 * @param admissions late answers about networks
 * @param logins slows down guessing
 * @param passwords checks them
 * @param contents keeps messages while they arrive
 */
public record SessionServices(
        String hostname,
        SessionLimits limits,
        Set<ListenerRole> admitting,
        Availability availability,
        AdmissionMemory admissions,
        LoginThrottle logins,
        Passwords passwords,
        ContentStore contents) {
    public SessionServices {
        admitting = Set.copyOf(admitting);
    }
}
