package relay.smtp.server;

/** Whether the relay takes anything right now. Asked on the event loop: answers at once. */
public interface Availability {
    /** Whether sessions may start; not while the application is not ready, or stops ({@code 421 4.3.2}). */
    boolean acceptingSessions();

    /** Whether messages may start; not while storage is above its high-water mark ({@code 452 4.3.1}). */
    boolean acceptingMail();
}
