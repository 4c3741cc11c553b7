package relay.it.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import relay.smtp.dialog.SocketWire;

/** A client of a submission listener, which says one command at a time. */
public final class Submitter implements AutoCloseable {
    private final SocketWire wire;

    private Submitter(SocketWire wire) {
        this.wire = wire;
    }

    /** Connects in clear and hears the greeting. */
    public static Submitter connect(InetSocketAddress address, SSLContext trust) throws IOException {
        return new Submitter(new SocketWire(address, trust)).greeted();
    }

    /** Connects in clear from an address of this machine and hears the greeting. */
    public static Submitter connectFrom(String own, InetSocketAddress address, SSLContext trust) throws IOException {
        return new Submitter(new SocketWire(new InetSocketAddress(own, 0), address, trust)).greeted();
    }

    /** Connects with TLS from the first byte and hears the greeting. */
    public static Submitter connectEncrypted(InetSocketAddress address, SSLContext trust) throws IOException {
        SocketWire wire = new SocketWire(address, trust);
        wire.startTls();
        return new Submitter(wire).greeted();
    }

    private Submitter greeted() throws IOException {
        try {
            must(answer());
            return hello();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Submitter hello() throws IOException {
        must(say("EHLO client.example"));
        return this;
    }

    public Submitter startTls() throws IOException {
        must(say("STARTTLS"));
        wire.startTls();
        return hello();
    }

    /** AUTH PLAIN. */
    public Submitter login(String username, String password) throws IOException {
        byte[] message = ("\0" + username + "\0" + password).getBytes(UTF_8);
        must(say("AUTH PLAIN " + Base64.getEncoder().encodeToString(message)));
        return this;
    }

    /** Says a line and hears the reply. */
    public Answer say(String line) throws IOException {
        wire.send((line + "\r\n").getBytes(UTF_8));
        return answer();
    }

    /** Submits a message that must be taken; its queue id. */
    public String send(Outgoing message) throws IOException {
        return trySending(message).queueId();
    }

    /** Submits a message; the first reply that is not positive, or the last. */
    public Answer trySending(Outgoing message) throws IOException {
        Answer answer = offer(message);
        return answer.isPositive() ? finish(message.content()) : answer;
    }

    private Answer offer(Outgoing message) throws IOException {
        Answer answer = say(message.mailCommand());
        for (String command : message.rcptCommands()) {
            if (!answer.isPositive()) {
                return answer;
            }
            answer = say(command);
        }
        return answer.isPositive() ? say("DATA") : answer;
    }

    private Answer finish(byte[] content) throws IOException {
        wire.send(stuffed(content));
        return answer();
    }

    /** RFC 5321, section 4.5.2, with the final dot. */
    private static byte[] stuffed(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 64);
        boolean lineBegins = true;
        for (byte b : content) {
            if (lineBegins && b == '.') {
                out.write('.');
            }
            out.write(b);
            lineBegins = b == '\n';
        }
        out.writeBytes((lineBegins ? ".\r\n" : "\r\n.\r\n").getBytes(UTF_8));
        return out.toByteArray();
    }

    private Answer answer() throws IOException {
        StringBuilder text = new StringBuilder();
        String line;
        do {
            line = wire.readLine();
            if (line == null) {
                throw new IOException("the relay has closed the connection");
            }
            text.append(text.isEmpty() ? "" : "\n").append(line);
        } while (line.startsWith("-", 3));
        return new Answer(text.toString());
    }

    private static void must(Answer answer) throws Refused {
        if (!answer.isPositive()) {
            throw new Refused(answer);
        }
    }

    /** A reply that is not positive to what comes before a message. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        private Refused(Answer answer) {
            super("refused: " + answer.text());
            this.answer = answer;
        }

        public Answer answer() {
            return answer;
        }
    }

    /** Closes without a word. */
    @Override
    public void close() throws IOException {
        wire.close();
    }
}
