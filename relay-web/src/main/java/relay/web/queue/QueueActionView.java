package relay.web.queue;

import jakarta.json.bind.annotation.JsonbNillable;
import java.time.Instant;
import relay.steering.Match;
import relay.steering.QueueAction;

/**
 * What an operator did about queues, as it is shown.
 *
 * @param id identity
 * @param action suspend, resume, hold, release, bounce, cancel, reroute or flush
 * @param match about which mail
 * @param reason in the operator's words
 * @param to where rerouted mail goes, or null
 * @param expires when it ends by itself, or null
 * @param at when it began
 * @param by who did it
 * @param state active or done
 * @param affected how many recipients it has changed
 */
@JsonbNillable
public record QueueActionView(
        String id,
        String action,
        Match match,
        String reason,
        String to,
        Instant expires,
        Instant at,
        String by,
        String state,
        long affected) {
    static QueueActionView of(QueueAction action) {
        return new QueueActionView(
                action.id(),
                action.kind().word(),
                action.match(),
                action.reason(),
                action.to(),
                action.expires() == null ? null : Instant.ofEpochMilli(action.expires()),
                Instant.ofEpochMilli(action.createdAt()),
                action.createdBy(),
                action.state().word(),
                action.affected());
    }
}
