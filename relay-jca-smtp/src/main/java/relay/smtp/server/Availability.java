package relay.smtp.server;

import java.util.Optional;
import relay.smtp.Reply;

/** Whether the relay takes anything right now. Asked on the event loop: answers at once. */
public interface Availability {
    /** Why no session may start ({@code 421 4.3.2}: the application is not ready, or stops), or empty. */
    Optional<Reply> refusalOfSessions();

    /** Why no message may start ({@code 452 4.3.1}: storage is above its high-water mark), or empty. */
    Optional<Reply> refusalOfMail();
}
