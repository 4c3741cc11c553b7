package relay.it.remote;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A host that takes every connection and says nothing, however many there are. */
final class Tarpit implements AutoCloseable {
    private static final int BACKLOG = 1_000;

    private final ServerSocketChannel listener;
    private final Queue<SocketChannel> taken = new ConcurrentLinkedQueue<>();

    Tarpit(InetSocketAddress address) throws IOException {
        listener = ServerSocketChannel.open().bind(address, BACKLOG);
        Thread thread = new Thread(this::take, "tarpit");
        thread.setDaemon(true);
        thread.start();
    }

    private void take() {
        try {
            while (true) {
                taken.add(listener.accept());
            }
        } catch (IOException closed) {
            // it is over
        }
    }

    /** How many connections it holds. */
    int connections() {
        return taken.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel connection : taken) {
            connection.close();
        }
    }
}
