package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import relay.queue.QueueName;

class BacklogTest {
    private static final QueueName RESETS = QueueName.of("transactional", "A", "example.com");
    private static final QueueName RECEIPTS = QueueName.of("transactional", "B", "example.com");
    private static final QueueName NEWS = QueueName.of("broadcast", "A", "example.com");

    private final Backlog backlog = new Backlog();

    private List<QueueName> due(long now) {
        return backlog.takeDue(now, 100, any -> true);
    }

    @Test
    void looksIntoAQueueWhenItsFirstIsDue() {
        backlog.note(RESETS, 100);
        assertThat(due(99)).isEmpty();
        assertThat(due(100)).containsExactly(RESETS);
        assertThat(due(100)).isEmpty();
    }

    @Test
    void keepsTheEarlierOfTwoTimes() {
        backlog.note(RESETS, 100);
        backlog.note(RESETS, 50);
        backlog.note(RESETS, 200);
        assertThat(due(50)).containsExactly(RESETS);
        assertThat(due(1_000)).isEmpty();
    }

    @Test
    void looksIntoTransactionalQueuesFirst() {
        backlog.note(NEWS, 1);
        backlog.note(RESETS, 3);
        backlog.note(RECEIPTS, 2);
        assertThat(due(10)).containsExactly(RECEIPTS, RESETS, NEWS);
    }

    @Test
    void leavesWhatIsNotWantedForLater() {
        backlog.note(RESETS, 1);
        backlog.note(RECEIPTS, 2);
        assertThat(backlog.takeDue(10, 100, RECEIPTS::equals)).containsExactly(RECEIPTS);
        assertThat(due(10)).containsExactly(RESETS);
    }

    @Test
    void looksIntoNoMoreThanAskedFor() {
        backlog.note(RESETS, 1);
        backlog.note(RECEIPTS, 2);
        assertThat(backlog.takeDue(10, 1, any -> true)).containsExactly(RESETS);
        assertThat(backlog.size()).isEqualTo(1);
    }

    @Test
    void knowsWhichQueuesHoldFreshMailThatHadNoRoom() {
        backlog.overflow(RESETS, 5);
        assertThat(due(5)).containsExactly(RESETS);
        assertThat(backlog.hasOverflowed(RESETS)).isTrue();
        backlog.caughtUp(RESETS);
        assertThat(backlog.hasOverflowed(RESETS)).isFalse();
    }

    @Test
    void looksIntoWhatHadNoRoomWhenTheObstacleIsGone() {
        backlog.overflow(RESETS, 1_000);
        backlog.note(NEWS, 1_000);
        backlog.retryOverflowed(5);
        assertThat(due(5)).containsExactly(RESETS);
    }

    @Test
    void looksIntoNothingThatCannotGoYet() {
        backlog.note(RESETS, 1);
        backlog.park(RESETS, 100);
        assertThat(due(99)).isEmpty();
        assertThat(due(100)).containsExactly(RESETS);
        assertThat(backlog.hasOverflowed(RESETS)).isTrue();
    }
}
