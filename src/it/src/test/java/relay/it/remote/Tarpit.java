package relay.it.remote;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hosts that take every connection and say nothing, however many there are. */
final class Tarpit implements AutoCloseable {
    private static final int BACKLOG = 1_000;

    private final Selector selector = Selector.open();
    private final Queue<ServerSocketChannel> listeners = new ConcurrentLinkedQueue<>();
    private final Queue<SocketChannel> taken = new ConcurrentLinkedQueue<>();

    Tarpit() throws IOException {
        Thread thread = new Thread(this::take, "tarpit");
        thread.setDaemon(true);
        thread.start();
    }

    /** One more host. */
    void listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open().bind(address, BACKLOG);
        listener.configureBlocking(false);
        listeners.add(listener);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    private void take() {
        try {
            while (true) {
                selector.select(key -> accept((ServerSocketChannel) key.channel()), 100);
            }
        } catch (IOException | ClosedSelectorException closed) {
            // it is over
        }
    }

    private void accept(ServerSocketChannel listener) {
        try {
            SocketChannel connection = listener.accept();
            if (connection != null) {
                taken.add(connection);
            }
        } catch (IOException gone) {
            // so is the connection
        }
    }

    /** How many connections were taken. */
    int connections() {
        return taken.size();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (ServerSocketChannel listener : listeners) {
            listener.close();
        }
        for (SocketChannel connection : taken) {
            connection.close();
        }
    }
}
