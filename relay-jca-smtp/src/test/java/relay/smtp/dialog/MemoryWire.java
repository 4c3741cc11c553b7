package relay.smtp.dialog;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;
import relay.smtp.SubmissionListener;
import relay.smtp.server.Action;
import relay.smtp.server.Conversation;
import relay.smtp.server.Session;
import relay.smtp.server.SessionServices;
import relay.smtp.server.Step;

/** A dialog with a session in memory: no socket, no thread. Bytes arrive together, or one at a time. */
public final class MemoryWire implements Wire {
    private static final String PROTOCOL = "TLSv1.3";
    private static final String CIPHER = "TLS_AES_128_GCM_SHA256";

    private final SubmissionListener application;
    private final boolean dripping;
    private final Session session;
    private final Conversation conversation;
    private final ByteBuf received = Unpooled.buffer();
    private final Queue<String> said = new ArrayDeque<>();
    private boolean closed;

    /** @param dripping whether each byte arrives on its own */
    public MemoryWire(SessionServices services, ListenerRole role, SubmissionListener application, boolean dripping) {
        this.application = application;
        this.dripping = dripping;
        this.session = new Session(services, role, new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000));
        this.conversation = new Conversation(session, this::say);
        if (role == ListenerRole.SUBMISSIONS) {
            session.encrypted(PROTOCOL, CIPHER);
        }
        conversation.apply(session.open());
        advance();
    }

    @Override
    public void send(byte[] bytes) {
        if (!dripping) {
            receive(bytes);
            return;
        }
        for (int i = 0; i < bytes.length; i++) {
            receive(Arrays.copyOfRange(bytes, i, i + 1));
        }
    }

    @Override
    public String readLine() {
        return said.poll();
    }

    @Override
    public void startTls() {
        conversation.apply(session.tlsStarted(PROTOCOL, CIPHER));
        advance();
    }

    @Override
    public void close() {
        conversation.close();
        received.release();
    }

    public Conversation conversation() {
        return conversation;
    }

    private void receive(byte[] bytes) {
        if (!closed) {
            received.writeBytes(bytes);
            advance();
            received.discardReadBytes();
        }
    }

    private void advance() {
        Action action = conversation.advance(received);
        while (carryOut(action)) {
            action = conversation.advance(received);
        }
    }

    private boolean carryOut(Action action) {
        if (action instanceof Action.Ask<?> ask) {
            conversation.apply(answer(ask).get());
            return true;
        }
        if (action instanceof Action.Submit submit) {
            conversation.apply(submit.then().apply(accept(submit)));
            return true;
        }
        if (action instanceof Action.Spill spill) {
            spill.message().spill();
            return true;
        }
        if (action instanceof Action.StartTls) {
            received.clear();
        }
        closed |= action instanceof Action.Close;
        return false;
    }

    private Supplier<Step> answer(Action.Ask<?> ask) {
        try {
            return ask.put(application);
        } catch (RuntimeException e) {
            return ask.failed();
        }
    }

    private Reply accept(Action.Submit submit) {
        try {
            return application.accept(List.of(submit.submission())).get(0);
        } catch (RuntimeException e) {
            return Reply.of(451, "4.3.0", "The message could not be stored durably, try again later");
        } finally {
            submit.submission().content().close();
        }
    }

    private void say(Reply reply) {
        int last = reply.lines().size() - 1;
        for (int i = 0; i <= last; i++) {
            String enhanced = reply.enhanced() == null ? "" : reply.enhanced() + " ";
            String line = reply.code()
                    + (i == last ? " " : "-")
                    + enhanced
                    + reply.lines().get(i);
            said.add(line.stripTrailing());
        }
    }
}
