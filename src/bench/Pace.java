import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends mail at an even pace through a relay to a sink of its own, and prints how long that took as JSON, in
 * milliseconds: from MAIL to 250, and from 250 to the end of the content at the sink. One program, so one clock; plain
 * threads and few system calls, so that it takes little of the machine that it measures.
 *
 * <p>Usage: {@code java Pace.java port sinkAddress sinkPort sender recipientDomain size rate messages sessions}. The
 * first two thirds of the messages warm up both sides and are not counted.
 */
public final class Pace {
    private static final byte[] END_OF_CONTENT = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final String sender;
    private final String domain;
    private final byte[] content;
    private final double rate;
    private final int messages;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLongArray begun;
    private final AtomicLongArray accepted;
    private final AtomicLongArray arrived;
    private final AtomicLongArray settled;
    private final CountDownLatch outstanding;
    private long start;

    private Pace(String[] args) {
        port = Integer.parseInt(args[0]);
        sender = args[3];
        domain = args[4];
        content = content(Integer.parseInt(args[5]));
        rate = Double.parseDouble(args[6]);
        messages = Integer.parseInt(args[7]);
        begun = new AtomicLongArray(messages);
        accepted = new AtomicLongArray(messages);
        arrived = new AtomicLongArray(messages);
        settled = new AtomicLongArray(messages);
        outstanding = new CountDownLatch(messages);
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 9) {
            System.err.println("port sinkAddress sinkPort sender recipientDomain size rate messages sessions");
            System.exit(64);
        }
        new Pace(args).run(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[8]));
        System.exit(0);
    }

    private byte[] content(int size) {
        String line = "x".repeat(78) + "\r\n";
        return ("From: " + sender + "\r\nSubject: bench\r\n\r\n" + line.repeat(size / line.length()) + ".\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void run(String sinkAddress, int sinkPort, int sessions) throws Exception {
        ServerSocket sink = new ServerSocket(sinkPort, 200, InetAddress.getByName(sinkAddress));
        begin("sink", () -> sink(sink));
        start = System.nanoTime() + 1_000_000_000L;
        for (int i = 0; i < sessions; i++) {
            begin("session", this::session);
        }
        long patience = Math.round(messages / rate) + 60;
        if (!outstanding.await(patience, TimeUnit.SECONDS)) {
            throw new IOException(outstanding.getCount() + " messages did not arrive");
        }
        print();
    }

    private void print() {
        int from = messages / 3 * 2;
        long[] accepts = new long[messages - from];
        long[] onwards = new long[messages - from];
        for (int i = from; i < messages; i++) {
            accepts[i - from] = accepted.get(i) - begun.get(i);
            onwards[i - from] = Math.max(0, arrived.get(i) - accepted.get(i));
        }
        System.out.printf(
                Locale.ROOT,
                "{\"rate\": %.0f, \"accept_p50\": %.1f, \"accept_p99\": %.1f, \"onward_p50\": %.1f, \"onward_p99\": %.1f,"
                        + " \"onward_max\": %.1f}%n",
                rate,
                at(accepts, 0.5),
                at(accepts, 0.99),
                at(onwards, 0.5),
                at(onwards, 0.99),
                at(onwards, 1));
    }

    private static double at(long[] nanos, double share) {
        Arrays.sort(nanos);
        return nanos[(int) Math.min(nanos.length - 1, nanos.length * share)] / 1e6;
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void begin(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        System.err.println(name + ": " + e);
                        System.exit(1);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    // Sending

    private void session() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            must(in, '2');
            say(out, "EHLO client.test\r\n");
            must(in, '2');
            for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
                awaitTurn(i);
                begun.set(i, System.nanoTime());
                say(out, "MAIL FROM:<" + sender + ">\r\nRCPT TO:<m" + i + "@" + domain + ">\r\nDATA\r\n");
                must(in, '2');
                must(in, '2');
                must(in, '3');
                out.write(content);
                must(in, '2');
                accepted.set(i, System.nanoTime());
                settle(i);
            }
            say(out, "QUIT\r\n");
        }
    }

    private void awaitTurn(int i) {
        long due = start + (long) (i * 1e9 / rate);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void must(InputStream in, char kind) throws IOException {
        String line = line(in);
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line(in);
        }
        if (line.isEmpty() || line.charAt(0) != kind) {
            throw new IOException("the relay said: " + line);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return line.toString(StandardCharsets.US_ASCII);
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    // Taking

    private void sink(ServerSocket server) throws IOException {
        while (true) {
            Socket socket = server.accept();
            begin("connection", () -> take(socket));
        }
    }

    private void take(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            OutputStream out = socket.getOutputStream();
            StringBuilder replies = new StringBuilder("220 sink ESMTP\r\n");
            List<Integer> recipients = new ArrayList<>();
            while (true) {
                if (in.available() == 0) {
                    say(out, replies.toString());
                    replies.setLength(0);
                }
                String line = line(in);
                String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> replies.append("250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n");
                    case "RCPT" -> {
                        recipients.add(Integer.parseInt(line.substring(line.indexOf("<m") + 2, line.indexOf('@'))));
                        replies.append("250 2.1.5 Ok\r\n");
                    }
                    case "DATA" -> {
                        say(out, replies.append("354 Go on\r\n").toString());
                        replies.setLength(0);
                        skipContent(in);
                        recipients.forEach(this::arrive);
                        recipients.clear();
                        replies.append("250 2.0.0 Ok\r\n");
                    }
                    case "QUIT", "" -> {
                        return;
                    }
                    default -> replies.append("250 2.0.0 Ok\r\n");
                }
            }
        } catch (IOException e) {
            // a relay may leave as it likes
        }
    }

    private static void skipContent(InputStream in) throws IOException {
        int matched = 0;
        while (matched < END_OF_CONTENT.length) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the connection ended within the content");
            }
            if (c == END_OF_CONTENT[matched]) {
                matched++;
            } else {
                matched = c == '\r' ? 1 : 0;
            }
        }
    }

    private void arrive(int i) {
        if (arrived.compareAndSet(i, 0, System.nanoTime())) {
            settle(i);
        }
    }

    /** Both ends of a message count once: its 250 may be read after it has arrived. */
    private void settle(int i) {
        if (accepted.get(i) != 0 && arrived.get(i) != 0 && settled.compareAndSet(i, 0, 1)) {
            outstanding.countDown();
        }
    }
}
