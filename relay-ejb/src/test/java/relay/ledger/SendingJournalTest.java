package relay.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendingJournalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** More than a file takes. */
    private static final int MANY = 20_000;

    @TempDir
    Path directory;

    @Test
    void tellsAfterwardsWhatWasBeingSent() {
        try (SendingJournal journal = journal("A")) {
            journal.begin(claim("M1", 0, 0)).join();
            journal.begin(claim("M1", 1, 4)).join();
            journal.begin(claim("M2", 0, 0)).join();
            journal.end("M2", 0);
        }
        try (SendingJournal next = journal("B")) {
            assertThat(next.isInDoubt("M1", 0)).isTrue();
            assertThat(next.isInDoubt("M1", 1, 5)).isTrue();
            assertThat(next.isInDoubt("M1", 2)).isFalse();
        }
    }

    @Test
    void doubtsOnlyTheGenerationThatWasBeingSent() {
        try (SendingJournal journal = journal("A")) {
            journal.begin(claim("M1", 0, 0)).join();
            journal.begin(claim("M1", 0, 2)).join();
            assertThat(journal.isInDoubt("M1", 0, 1)).isFalse();
            assertThat(journal.isInDoubt("M1", 0, 3)).isTrue();
        }
    }

    @Test
    void ignoresALineThatWasCutOff() throws IOException {
        try (SendingJournal journal = journal("A")) {
            journal.begin(claim("M1", 0, 0)).join();
        }
        Files.writeString(onlyFile(), "M2 0", StandardOpenOption.APPEND);
        try (SendingJournal next = journal("B")) {
            assertThat(next.isInDoubt("M1", 0)).isTrue();
            assertThat(next.isInDoubt("M2", 0)).isFalse();
        }
    }

    @Test
    void theLatestGenerationCountsInWhicheverFileItStands() throws IOException {
        Files.writeString(directory.resolve("A-10"), "M1 0 3\n");
        Files.writeString(directory.resolve("A-9"), "M1 0 1\nM2 0 1\n");
        try (SendingJournal next = journal("B")) {
            assertThat(next.isInDoubt("M1", 0, 3)).isTrue();
        }
    }

    @Test
    void skipsWhatIsDamaged() throws IOException {
        Files.write(directory.resolve("A-1"), new byte[] {0, 0, (byte) 0xff, '\n'});
        Files.writeString(directory.resolve("A-2"), "M1\nM2 x 1\nM3 0 1\n");
        Files.createDirectory(directory.resolve("lost+found"));
        try (SendingJournal next = journal("B")) {
            assertThat(next.isInDoubt("M3", 0)).isTrue();
            assertThat(next.isInDoubt("M2", 0)).isFalse();
        }
    }

    @Test
    void knowsTheRunsThatItHasSeenBegin() throws IOException {
        journal("A").close();
        try (SendingJournal next = journal("B")) {
            assertThat(next.knows("A")).isTrue();
            assertThat(next.knows("another")).isFalse();
        }
        emptyDirectory();
        try (SendingJournal next = journal("C")) {
            assertThat(next.knows("B")).isFalse();
        }
    }

    @Test
    void isBegunAnewWhenSomebodyRemovesIt() throws IOException {
        try (SendingJournal journal = journal("A")) {
            journal.begin(claim("M1", 0, 0)).join();
            emptyDirectory();
            Files.delete(directory);
            journal.begin(claim("M2", 0, 0)).join();
        }
        try (SendingJournal next = journal("B")) {
            assertThat(next.knows("A")).isTrue();
            assertThat(next.isInDoubt("M1", 0)).isTrue();
            assertThat(next.isInDoubt("M2", 0)).isTrue();
        }
    }

    private void emptyDirectory() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void forgetsWhatTheDatabaseHas() throws IOException {
        try (SendingJournal journal = journal("A")) {
            journal.begin(claim("M1", 0, 0)).join();
            journal.begin(claim("M2", 0, 0)).join();
        }
        try (SendingJournal next = journal("B")) {
            next.forgetRecorded("M1"::equals);
            assertThat(next.isInDoubt("M1", 0)).isFalse();
            assertThat(next.isInDoubt("M2", 0)).isTrue();
            next.recordedAgain("M2");
            assertThat(next.isInDoubt("M2", 0)).isFalse();
        }
        assertThat(files()).isZero();
    }

    @Test
    void keepsNoFileOfWhatIsSettled() throws IOException {
        try (SendingJournal journal = journal("A")) {
            for (int i = 0; i < MANY; i++) {
                var noted = journal.begin(claim("MESSAGE-" + i, 0, 0));
                if (i % 500 == 499) {
                    assertThat(noted).succeedsWithin(PATIENCE);
                    for (int j = i - 499; j <= i; j++) {
                        journal.end("MESSAGE-" + j, 0);
                    }
                }
            }
            assertThat(files()).isLessThanOrEqualTo(1);
        }
        assertThat(files()).isZero();
    }

    @Test
    void saysSoWhenItCannotBeWritten() throws IOException {
        Path folder = directory.resolve("journal");
        try (SendingJournal journal = new SendingJournal(folder, "A", Thread::new)) {
            Files.delete(folder.resolve("A.begun"));
            Files.delete(folder);
            Files.createFile(folder);
            assertThat(journal.begin(claim("M1", 0, 0)))
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(SendingNotNotedException.class);
            assertThat(journal.isInDoubt("M1", 0)).isFalse();
            Files.delete(folder);
            assertThat(journal.begin(claim("M1", 0, 0))).succeedsWithin(PATIENCE);
        }
    }

    private SendingJournal journal(String run) {
        return new SendingJournal(directory, run, Thread::new);
    }

    private static Claim claim(String queueId, int number, int generation) {
        return new Claim(queueId, number, generation, "RUN", Long.MAX_VALUE);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.toString().endsWith(".begun"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.toString().endsWith(".begun")).count();
        }
    }
}
