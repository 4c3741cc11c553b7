package relay.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BoundedWorkersTest {
    private final Queue<Runnable> works = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final BoundedWorkers workers = new BoundedWorkers(works::add, 2, 3);

    @Test
    void runsTasksInOrderOnFewWorks() {
        workers.execute(() -> done.add("one"));
        workers.execute(() -> done.add("two"));
        workers.execute(() -> done.add("three"));
        assertThat(works).hasSize(2);
        works.remove().run();
        assertThat(done).containsExactly("one", "two", "three");
    }

    @Test
    void refusesMoreThanMayWait() {
        for (int i = 0; i < 3; i++) {
            workers.execute(() -> done.add("waiting"));
        }
        assertThatThrownBy(() -> workers.execute(() -> done.add("one too many")))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void goesOnAfterATaskThatFailed() {
        workers.execute(() -> {
            throw new IllegalStateException("a fault");
        });
        workers.execute(() -> done.add("next"));
        works.remove().run();
        assertThat(done).containsExactly("next");
    }

    @Test
    void doesNotKeepATaskThatItRefused() {
        BoundedWorkers rejected = new BoundedWorkers(
                task -> {
                    throw new RejectedExecutionException();
                },
                2,
                3);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> rejected.execute(() -> done.add("never")))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void asksForAThreadAgainOnceIdle() {
        workers.execute(() -> done.add("one"));
        works.remove().run();
        workers.execute(() -> done.add("two"));
        works.remove().run();
        assertThat(done).containsExactly("one", "two");
    }
}
