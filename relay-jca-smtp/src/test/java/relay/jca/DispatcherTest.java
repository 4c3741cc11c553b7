package relay.jca;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import relay.smtp.Account;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;

// many messages are handed over only to be there
@SuppressWarnings("FutureReturnValueIgnored")
class DispatcherTest {
    private static final Dispatcher.Limits LIMITS = new Dispatcher.Limits(2, 3, 100, 8);

    private final Queue<Runnable> works = new ArrayDeque<>();
    private final List<TestContent> contents = new ArrayList<>();
    private final List<List<Submission>> batches = new ArrayList<>();
    private Function<List<Submission>, List<Reply>> answer = batch -> batch.stream()
            .map(s -> Reply.of(250, "2.0.0", "Ok: " + s.envelope().reversePath()))
            .toList();
    private final Dispatcher dispatcher = dispatcher(works::add);

    @Test
    void givesEachMessageItsOwnReply() {
        CompletableFuture<Reply> one = submit("one", 1);
        CompletableFuture<Reply> two = submit("two", 1);
        runAll();
        assertThat(one.join().text()).isEqualTo("Ok: one");
        assertThat(two.join().text()).isEqualTo("Ok: two");
    }

    @Test
    void carriesWhatWaitsInOneCall() {
        submit("one", 1);
        submit("two", 1);
        submit("three", 1);
        runAll();
        assertThat(batches).hasSize(1);
    }

    @Test
    void limitsACallByMessages() {
        for (int i = 0; i < 7; i++) {
            submit("m" + i, 1);
        }
        runAll();
        assertThat(batches).extracting(List::size).containsExactly(3, 3, 1);
    }

    @Test
    void limitsACallByBytes() {
        submit("large", 150);
        submit("small", 60);
        submit("other", 60);
        runAll();
        assertThat(batches).extracting(List::size).containsExactly(1, 2);
    }

    @Test
    void asksForNoMoreThreadsThanAllowed() {
        for (int i = 0; i < 7; i++) {
            submit("m" + i, 1);
        }
        assertThat(works).hasSize(2);
    }

    @Test
    void answersTransientlyWhenTheApplicationThrows() {
        answer = batch -> {
            throw new IllegalStateException("the broker is away");
        };
        assertNotDurable();
    }

    @Test
    void answersTransientlyWhenTheApplicationFailsToLoad() {
        answer = batch -> {
            throw new NoClassDefFoundError("gone with the deployment");
        };
        assertNotDurable();
    }

    @Test
    void answersTransientlyWhenRepliesAreMissing() {
        answer = batch -> List.of();
        assertNotDurable();
        answer = batch -> null;
        assertNotDurable();
        answer = batch -> {
            List<Reply> replies = new ArrayList<>();
            replies.add(null);
            return replies;
        };
        assertNotDurable();
    }

    @Test
    void closesEveryContent() {
        submit("one", 1);
        submit("two", 1);
        runAll();
        answer = batch -> {
            throw new IllegalStateException();
        };
        submit("three", 1);
        runAll();
        assertThat(contents).hasSize(3).allMatch(c -> c.closed);
    }

    @Test
    void keepsContentsOpenDuringTheCall() {
        answer = batch -> {
            assertThat(contents).noneMatch(c -> c.closed);
            return List.of(Reply.of(250, "2.0.0", "Ok"));
        };
        assertThat(submitAndRun().code()).isEqualTo(250);
    }

    @Test
    void withdrawsWhatWasCancelled() {
        submit("one", 1).cancel(false);
        submit("two", 1);
        runAll();
        assertThat(batches)
                .singleElement()
                .satisfies(batch ->
                        assertThat(batch.get(0).envelope().reversePath()).isEqualTo("two"));
        assertThat(contents).allMatch(c -> c.closed);
    }

    @Test
    void refusesWhatIsTooMuch() {
        for (int i = 0; i < 8; i++) {
            submit("m" + i, 1);
        }
        assertThat(submit("one too many", 1).join().code()).isEqualTo(451);
    }

    @Test
    void refusesWhenNoThreadIsToBeHad() {
        Dispatcher rejected = dispatcher(task -> {
            throw new RejectedExecutionException();
        });
        assertThat(rejected.accept(submission("one", 1)).join().code()).isEqualTo(451);
        assertThat(contents).allMatch(c -> c.closed);
    }

    @Test
    void refusesWhatWaitsWhenItIsClosed() {
        CompletableFuture<Reply> waiting = submit("one", 1);
        dispatcher.close();
        assertThat(waiting.join().code()).isEqualTo(451);
        assertThat(submit("two", 1).join().code()).isEqualTo(451);
        runAll();
        assertThat(batches).isEmpty();
    }

    @Test
    void takesUpWhatComesWhileACallIsEnding() {
        answer = batch -> {
            if (batches.size() == 1) {
                submit("late", 1);
            }
            return batch.stream().map(s -> Reply.of(250, "2.0.0", "Ok")).toList();
        };
        submit("early", 1);
        works.remove().run();
        assertThat(batches).hasSize(2);
    }

    private void assertNotDurable() {
        assertThat(submitAndRun().toString()).startsWith("451 4.3.0");
    }

    private Reply submitAndRun() {
        CompletableFuture<Reply> reply = submit("one", 1);
        runAll();
        return reply.join();
    }

    private CompletableFuture<Reply> submit(String sender, int size) {
        return dispatcher.accept(submission(sender, size));
    }

    private Submission submission(String sender, int size) {
        TestContent content = new TestContent(size);
        contents.add(content);
        return new Submission(Envelope.of(sender, List.of("joe@example.org")), content, null, null);
    }

    private void runAll() {
        while (!works.isEmpty()) {
            works.remove().run();
        }
    }

    private Dispatcher dispatcher(Executor executor) {
        return new Dispatcher(
                new SubmissionListener() {
                    @Override
                    public Optional<Account> account(String username) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<Account> admit(Peer peer) {
                        return Optional.empty();
                    }

                    @Override
                    public Reply recipient(Peer peer, String address) {
                        return Reply.of(250, "2.1.5", "Ok");
                    }

                    @Override
                    public List<Reply> accept(List<Submission> batch) {
                        batches.add(batch);
                        return answer.apply(batch);
                    }
                },
                executor,
                LIMITS);
    }

    private static final class TestContent implements Content {
        private final int size;
        private boolean closed;

        TestContent(int size) {
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream open() {
            return InputStream.nullInputStream();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
