package relay.smtp.client;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * What a conversation needs of the connection beneath it. All calls are made on the connection's event loop and none
 * blocks; what happens is told to the {@link Conversation}.
 */
interface Wire {
    /** Sends commands, each with its CRLF, in one write. */
    void say(String commands);

    /** Sends bytes; {@code written} runs once all of them were handed to the operating system, and not otherwise. */
    void send(byte[] bytes, int length, Runnable written);

    /** Ends the conversation with {@code timed out} unless a new limit is set, or none, before this one has passed. */
    void limit(Duration limit);

    /** The peer may be silent for ever. */
    void noLimit();

    /** Whether the peer has said more than was answered so far. */
    boolean hasUnread();

    /** Begins the TLS handshake; {@link Conversation#encrypted} or {@link Conversation#lost} tells its end. */
    void encrypt();

    /**
     * Runs something that may block on a worker, then {@code then} on the event loop with its result or exception,
     * unless the conversation is over by then.
     */
    <T> void aside(Callable<T> work, Answer<T> then);

    /** Sends last words and closes once they were sent. */
    void close(String lastWords);

    /** Closes at once; bytes not yet handed to the operating system are never sent. */
    void drop();

    /** Takes the outcome of {@link #aside}; one of both is null. */
    interface Answer<T> {
        void of(T result, Exception failure);
    }
}
