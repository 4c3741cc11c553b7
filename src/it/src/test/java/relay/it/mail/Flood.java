package relay.it.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Very many messages from one address of this machine, in clear and pipelined, as a device on the list of an account sends. */
public final class Flood {
    private static final int LINE = 80;
    private static final int REPLY_TIMEOUT_MILLIS = 120_000;

    private final InetSocketAddress relay;
    private final String from;
    private final String sender;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /**
     * A flood.
     *
     * @param relay its submission listener
     * @param from an address of this machine, which an account has for its own
     * @param sender reverse-path and author
     */
    public Flood(InetSocketAddress relay, String from, String sender) {
        this.relay = relay;
        this.from = from;
        this.sender = sender;
    }

    /** A message to send: to whom, and how large. */
    public record Letter(String recipient, int bytes) {}

    /** Sends so many over so many sessions, and returns how many were accepted when all is said. */
    public int send(int messages, int sessions, IntFunction<Letter> letters) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            Thread thread = new Thread(() -> session(messages, letters), "flood-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return accepted.get();
    }

    /** What went wrong. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    private void session(int messages, IntFunction<Letter> letters) {
        try (Socket socket = new Socket(relay.getAddress(), relay.getPort(), InetAddress.getByName(from), 0)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(REPLY_TIMEOUT_MILLIS);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            say(out, "EHLO flood.example\r\n");
            expect(in, "250");
            for (int number = next.getAndIncrement(); number < messages; number = next.getAndIncrement()) {
                Letter letter = letters.apply(number);
                say(out, "MAIL FROM:<" + sender + ">\r\nRCPT TO:<" + letter.recipient() + ">\r\nDATA\r\n");
                expect(in, "250");
                expect(in, "250");
                expect(in, "354");
                say(out, text(letter));
                expect(in, "250");
                accepted.incrementAndGet();
            }
        } catch (IOException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    private String text(Letter letter) {
        return "From: " + sender + "\r\nTo: " + letter.recipient() + "\r\nSubject: Flood\r\n\r\n"
                + ("x".repeat(LINE - 2) + "\r\n").repeat(Math.max(1, letter.bytes() / LINE)) + ".\r\n";
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
        out.flush();
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("-", code.length())) {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("expected " + code + ", but got: " + line);
        }
    }
}
