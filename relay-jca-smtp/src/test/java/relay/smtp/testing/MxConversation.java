package relay.smtp.testing;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One session of a {@link ScriptedMx}, on a thread of its own. */
final class MxConversation implements Runnable {
    private final ScriptedMx mx;
    private final MxScript script;
    private final Socket connection;
    private final MxSession session;
    private Socket socket;
    private OutputStream out;
    private MxInput in;
    private String mail;
    private List<String> rcpts = new ArrayList<>();
    private boolean open = true;

    MxConversation(ScriptedMx mx, MxScript script, Socket connection, MxSession session) {
        this.mx = mx;
        this.script = script;
        this.connection = connection;
        this.session = session;
    }

    /** What a positive answer to a command means. */
    private interface Effect {
        void happen() throws IOException, InterruptedException;
    }

    @Override
    public void run() {
        try (connection) {
            connection.setTcpNoDelay(true);
            use(connection);
            if (script.implicitTls()) {
                at(MxMoment.HANDSHAKE, "", this::encrypt);
            }
            at(MxMoment.CONNECT, "", () -> {}, "220 " + script.name() + " ESMTP");
            while (open) {
                hear(in.line());
            }
            out.flush();
        } catch (IOException e) {
            // the client has gone, or the server was closed
            open = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            session.end();
        }
    }

    private void use(Socket used) throws IOException {
        socket = used;
        out = new BufferedOutputStream(used.getOutputStream(), 16 * 1024);
        in = new MxInput(used.getInputStream(), out);
    }

    private void hear(String command) throws IOException, InterruptedException {
        if (script.keepsContent()) {
            session.heard(command.startsWith("AUTH ") ? withoutResponse(command) : command);
        }
        switch (command.split("[ :]", 2)[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" -> at(MxMoment.EHLO, command, this::forget, hello());
            case "HELO" -> at(MxMoment.HELO, command, this::forget, "250 " + script.name());
            case "STARTTLS" -> at(MxMoment.STARTTLS, command, this::startTls, startTlsReply());
            case "AUTH" -> at(MxMoment.AUTH, command, () -> authenticate(command));
            case "MAIL" -> at(MxMoment.MAIL, command, () -> mail = command, mailReply());
            case "RCPT" -> at(MxMoment.RCPT, command, () -> rcpts.add(command), rcptReply());
            case "DATA" -> at(MxMoment.DATA, command, this::receive, dataReply());
            case "RSET" -> at(MxMoment.RSET, command, this::forget, "250 2.0.0 forgotten");
            case "NOOP" -> at(MxMoment.NOOP, command, () -> {}, "250 2.0.0 done");
            case "QUIT" -> at(MxMoment.QUIT, command, () -> open = false, "221 2.0.0 bye");
            default -> answer(() -> {}, "500 5.5.2 unknown command");
        }
    }

    private static String withoutResponse(String auth) {
        String[] words = auth.split(" ", -1);
        return words[0] + " " + words[1];
    }

    private String[] hello() {
        List<String> lines = new ArrayList<>(List.of(script.name()));
        script.offers().stream()
                .filter(offer -> session.tls() == null || !offer.equals("STARTTLS"))
                .forEach(lines::add);
        String[] reply = new String[lines.size()];
        for (int i = 0; i < reply.length; i++) {
            reply[i] = (i == reply.length - 1 ? "250 " : "250-") + lines.get(i);
        }
        return reply;
    }

    private String startTlsReply() {
        return script.certificate() == null ? "502 5.5.1 not offered" : "220 2.0.0 go ahead";
    }

    private String mailReply() {
        return mail == null ? "250 2.1.0 sender ok" : "503 5.5.1 sender already given";
    }

    private String rcptReply() {
        return mail == null ? "503 5.5.1 no sender yet" : "250 2.1.5 recipient ok";
    }

    private String dataReply() {
        return rcpts.isEmpty() ? "554 5.5.1 no valid recipients" : "354 end with a dot";
    }

    /** What happens at a moment: a rule, or else the usual answer; without one, the effect alone. */
    private void at(MxMoment moment, String command, Effect effect, String... usual)
            throws IOException, InterruptedException {
        MxRule<?> rule = script.rules().find(moment, command);
        if (rule == null) {
            proceed(effect, usual);
        } else {
            perform(rule, new Exchange(command, effect, usual));
        }
    }

    private void perform(MxRule<?> rule, Exchange exchange) throws IOException, InterruptedException {
        if (exchange.usual.length == 0) {
            // these moments follow an answer that the client must see first
            out.flush();
        }
        rule.perform(exchange);
        exchange.rethrow();
    }

    private void proceed(Effect effect, String... usual) throws IOException, InterruptedException {
        if (usual.length == 0) {
            effect.happen();
        } else {
            answer(effect, usual);
        }
    }

    private void answer(Effect effect, String... lines) throws IOException, InterruptedException {
        for (String line : lines) {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        if (lines[0].startsWith("2") || lines[0].startsWith("3")) {
            effect.happen();
        }
    }

    private void forget() {
        mail = null;
        rcpts = new ArrayList<>();
    }

    private void startTls() throws IOException, InterruptedException {
        at(MxMoment.HANDSHAKE, "", this::encrypt);
    }

    private void encrypt() throws IOException {
        out.flush();
        SSLSocket encrypted = script.certificate().serverSocket(connection, script.protocols());
        encrypted.startHandshake();
        SSLSession tls = encrypted.getSession();
        session.encrypted(
                tls.getProtocol() + " " + tls.getCipherSuite(),
                serverName(tls),
                HexFormat.of().formatHex(tls.getId()),
                tls.getCreationTime());
        use(encrypted);
        forget();
    }

    private static String serverName(SSLSession tls) {
        for (SNIServerName name : ((ExtendedSSLSession) tls).getRequestedServerNames()) {
            return ((SNIHostName) name).getAsciiName();
        }
        return null;
    }

    private void authenticate(String command) throws IOException, InterruptedException {
        String[] words = command.split(" ", -1);
        MxLogin login = script.login();
        if (login == null || !login.knows(words[1])) {
            answer(() -> {}, "504 5.5.4 mechanism not known");
        } else if (login.proves(words[1], words.length > 2 ? words[2] : null, this::ask)) {
            session.loggedIn(login.user());
            answer(() -> {}, "235 2.7.0 welcome");
        } else {
            answer(() -> {}, "535 5.7.8 wrong user or password");
        }
    }

    private String ask(String challenge) throws IOException {
        out.write(("334 " + challenge + "\r\n").getBytes(StandardCharsets.UTF_8));
        return in.line();
    }

    private void receive() throws IOException, InterruptedException {
        in.beginContent();
        CountingSink sink = new CountingSink(script.keepsContent());
        MxRule<?> rule = script.rules().find(MxMoment.CONTENT, "");
        if (rule == null) {
            receiveRest(sink);
        } else if (in.content(sink, rule.bytes())) {
            finish(sink);
        } else {
            perform(rule, new Exchange("", () -> receiveRest(sink)));
        }
    }

    private void receiveRest(CountingSink sink) throws IOException, InterruptedException {
        in.content(sink, Long.MAX_VALUE);
        finish(sink);
    }

    private void finish(CountingSink sink) throws IOException, InterruptedException {
        at(MxMoment.FINAL_DOT, "", () -> take(sink), "250 2.0.0 taken");
        forget();
    }

    private void take(CountingSink sink) {
        String reversePath = mail == null ? "MAIL FROM:<>" : mail;
        mx.take(new ReceivedMessage(reversePath, rcpts, sink.bytes(), sink.size, session));
    }

    /** Keeps the bytes, or counts them only. */
    private static final class CountingSink extends OutputStream {
        private final ByteArrayOutputStream kept;
        private long size;

        CountingSink(boolean keeps) {
            kept = keeps ? new ByteArrayOutputStream(4096) : null;
        }

        @Override
        public void write(int b) {
            size++;
            if (kept != null) {
                kept.write(b);
            }
        }

        byte[] bytes() {
            return kept == null ? new byte[0] : kept.toByteArray();
        }
    }

    private final class Exchange implements MxExchange {
        private final String command;
        private final Effect effect;
        private final String[] usual;
        private InterruptedException interrupted;

        Exchange(String command, Effect effect, String... usual) {
            this.command = command;
            this.effect = effect;
            this.usual = usual;
        }

        @Override
        public String command() {
            return command;
        }

        @Override
        public void say(String... lines) throws IOException {
            quietly(() -> answer(effect, lines));
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        @Override
        public void proceed() throws IOException {
            quietly(() -> MxConversation.this.proceed(effect, usual));
        }

        @Override
        public void take() throws IOException {
            quietly(effect);
        }

        private void quietly(Effect whatever) throws IOException {
            try {
                whatever.happen();
            } catch (InterruptedException e) {
                interrupted = e;
                open = false;
            }
        }

        void rethrow() throws InterruptedException {
            if (interrupted != null) {
                throw interrupted;
            }
        }

        @Override
        public void hear() throws IOException {
            in.hear();
        }

        @Override
        public void ignore() throws IOException {
            in.readToEnd();
            open = false;
        }

        @Override
        public void drop() throws IOException {
            out.flush();
            socket.close();
            open = false;
        }

        @Override
        public void reset() throws IOException {
            connection.setSoLinger(true, 0);
            connection.close();
            open = false;
        }

        @Override
        public void shutDownOutput() throws IOException {
            out.flush();
            connection.shutdownOutput();
        }
    }
}
