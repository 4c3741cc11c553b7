package relay.it.server;

import java.io.IOException;

/** A server with the relay on it, and beside the relay an application that sends mail. */
interface AppServer extends AutoCloseable {
    /** Starts it, both deployed; returns at once or when it is up. */
    void start() throws IOException, InterruptedException;

    /** Stops it as an operator would, and waits for its end. */
    void stop() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
