package relay.smtp.dialog;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A dialog over TCP, with any host and port. */
public final class SocketWire implements Wire {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final SSLContext tls;
    private Socket socket;
    private InputStream in;

    /** @param tls trusts the server's certificate */
    public SocketWire(InetSocketAddress address, SSLContext tls) throws IOException {
        this(null, address, tls);
    }

    /** @param from the client's own address, or null for any */
    public SocketWire(InetSocketAddress from, InetSocketAddress address, SSLContext tls) throws IOException {
        this.tls = tls;
        socket = new Socket();
        socket.bind(from);
        socket.connect(address, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    @Override
    public String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = read();
        while (b >= 0 && b != '\n') {
            line.write(b);
            b = read();
        }
        return b < 0 ? null : line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Sends a line and reads one. */
    public String readLineAfter(String line) throws IOException {
        send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return readLine();
    }

    @Override
    public void startTls() throws IOException {
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        encrypted.startHandshake();
        socket = encrypted;
        in = new BufferedInputStream(encrypted.getInputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int read() throws IOException {
        try {
            return in.read();
        } catch (SocketException e) {
            // a reset is an end as well
            return -1;
        }
    }
}
