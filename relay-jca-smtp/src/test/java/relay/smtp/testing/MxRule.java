package relay.smtp.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a {@link ScriptedMx} does at a moment, for some commands and some number of times. The methods that say what
 * complete the rule.
 *
 * @param <T> whose rule it is, to go on with
 */
public final class MxRule<T> {
    private final MxMoment moment;
    private final T owner;
    private final Consumer<MxRule<?>> keeper;
    private final AtomicInteger met = new AtomicInteger();
    private Predicate<String> matches = command -> true;
    private int skipped;
    private int most = Integer.MAX_VALUE;
    private long bytes;
    private Action action;

    MxRule(MxMoment moment, T owner, Consumer<MxRule<?>> keeper) {
        this.moment = moment;
        this.owner = owner;
        this.keeper = keeper;
    }

    /** Does something at the moment; may throw to close the connection. */
    public interface Action {
        void perform(MxExchange exchange) throws IOException, InterruptedException;
    }

    // When

    /** Only for commands with this address. */
    public MxRule<T> of(String address) {
        String path = "<" + address.toLowerCase(Locale.ROOT) + ">";
        return where(command -> command.toLowerCase(Locale.ROOT).contains(path));
    }

    /** Only for commands that match. */
    public MxRule<T> where(Predicate<String> condition) {
        matches = matches.and(condition);
        return this;
    }

    /** Only the first time, over all sessions. */
    public MxRule<T> once() {
        return times(1);
    }

    /** Only so many times, over all sessions. */
    public MxRule<T> times(int count) {
        most = count;
        return this;
    }

    /** Not the first so many times. */
    public MxRule<T> after(int count) {
        skipped = count;
        return this;
    }

    /** After so many bytes of content, dot-stuffing included. */
    public MxRule<T> afterBytes(long count) {
        bytes = count;
        return this;
    }

    // What

    /** Answers with these lines, each with its code. */
    public T reply(String... lines) {
        return does(exchange -> exchange.say(lines));
    }

    public T replyAndDrop(String... lines) {
        return does(exchange -> {
            exchange.say(lines);
            exchange.drop();
        });
    }

    /** Answers with these lines, and sends a FIN with them while it goes on listening. */
    public T replyAndHalfClose(String... lines) {
        return does(exchange -> {
            exchange.say(lines);
            exchange.shutDownOutput();
            exchange.ignore();
        });
    }

    /** Closes without an answer. */
    public T drop() {
        return does(MxExchange::drop);
    }

    /** Closes with RST, without an answer. */
    public T reset() {
        return does(MxExchange::reset);
    }

    /** Does the usual, then closes. */
    public T proceedAndDrop() {
        return does(exchange -> {
            exchange.proceed();
            exchange.drop();
        });
    }

    /** Takes the message, and closes before it says so. */
    public T takeAndDrop() {
        return does(exchange -> {
            exchange.take();
            exchange.drop();
        });
    }

    /** Never answers. */
    public T staySilent() {
        return does(MxExchange::ignore);
    }

    /** Does the usual once the latch is open. */
    public T waitFor(CountDownLatch latch) {
        return does(exchange -> {
            latch.await();
            exchange.proceed();
        });
    }

    /** Sends text as it is, line ends and all; nothing else happens. */
    public T send(String text) {
        return does(exchange -> exchange.send(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    public T does(Action whatever) {
        action = whatever;
        keeper.accept(this);
        return owner;
    }

    // Asked by the server

    /** Whether the rule applies now; asking counts. */
    boolean applies(MxMoment now, String command) {
        if (now != moment || !matches.test(command)) {
            return false;
        }
        int before = met.getAndIncrement();
        return before >= skipped && before - skipped < most;
    }

    long bytes() {
        return bytes;
    }

    void perform(MxExchange exchange) throws IOException, InterruptedException {
        action.perform(exchange);
    }
}
