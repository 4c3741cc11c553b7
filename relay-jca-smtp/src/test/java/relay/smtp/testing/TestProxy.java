package relay.smtp.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy on loopback that connects for its clients: a SOCKS5 proxy (RFC 1928, 1929), or one that is told by a PROXY
 * header, version 2, from where to connect and to whom.
 */
public final class TestProxy implements AutoCloseable {
    private static final int SIGNATURE_BYTES = 12;
    private static final int REFUSED = 5;

    private final ServerSocket server;
    private final Speech speech;
    private final ExecutorService threads = Executors.newCachedThreadPool(TestProxy::thread);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> connected = new ArrayList<>();

    /** How it learns whom to connect with, and from where. */
    private interface Speech {
        Socket connect(DataInputStream in, OutputStream out) throws IOException;
    }

    private TestProxy(Speech speech) {
        this.speech = speech;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::acceptAll);
    }

    /** A SOCKS5 proxy that connects from an address of its own and asks for no login. */
    public static TestProxy socks5(String from) {
        return new TestProxy((in, out) -> {
            in.skipNBytes(1);
            in.skipNBytes(in.readUnsignedByte());
            out.write(new byte[] {5, 0});
            return socks(in, out, from);
        });
    }

    /** The same for one user. */
    public static TestProxy socks5(String from, String user, String password) {
        return new TestProxy((in, out) -> {
            in.skipNBytes(1);
            in.skipNBytes(in.readUnsignedByte());
            out.write(new byte[] {5, 2});
            in.skipNBytes(1);
            String login = text(in) + " " + text(in);
            boolean isRight = login.equals(user + " " + password);
            out.write(new byte[] {1, (byte) (isRight ? 0 : 1)});
            if (!isRight) {
                throw new IOException("wrong login");
            }
            return socks(in, out, from);
        });
    }

    /** A proxy that heeds a PROXY header. */
    public static TestProxy haproxy() {
        return new TestProxy((in, out) -> {
            in.skipNBytes(SIGNATURE_BYTES + 2);
            byte[] addresses = in.readNBytes(in.readUnsignedShort());
            InetAddress from = InetAddress.getByAddress(part(addresses, 0, 4));
            int port = ((addresses[10] & 0xff) << 8) | (addresses[11] & 0xff);
            return open(from, new InetSocketAddress(InetAddress.getByAddress(part(addresses, 4, 4)), port));
        });
    }

    private static byte[] part(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    private static Socket socks(DataInputStream in, OutputStream out, String from) throws IOException {
        in.skipNBytes(3);
        byte[] address = in.readNBytes(in.readUnsignedByte() == 1 ? 4 : 16);
        InetSocketAddress to = new InetSocketAddress(InetAddress.getByAddress(address), in.readUnsignedShort());
        try {
            Socket socket = open(InetAddress.getByName(from), to);
            out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 1});
            return socket;
        } catch (IOException e) {
            out.write(new byte[] {5, REFUSED, 0, 1, 0, 0, 0, 0, 0, 0});
            throw e;
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static Socket open(InetAddress from, InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(to);
        return socket;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "test-proxy");
        thread.setDaemon(true);
        return thread;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Whom it has connected with so far, {@code address:port}. */
    public synchronized List<String> connected() {
        return List.copyOf(connected);
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket host = speech.connect(new DataInputStream(client.getInputStream()), client.getOutputStream())) {
            sockets.add(host);
            synchronized (this) {
                connected.add(host.getInetAddress().getHostAddress() + ":" + host.getPort());
            }
            threads.execute(() -> copy(client, host));
            copy(host, client);
        } catch (IOException e) {
            // one of the two has gone
            sockets.remove(client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // the other direction learns of it by its own socket
            return;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
