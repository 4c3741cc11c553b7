package relay.smtp.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.smtp.Content;
import relay.smtp.server.ContentWriter;

class SpoolTest {
    private static final int MEMORY = 20 * 1024;

    @TempDir
    Path directory;

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spool.in(directory, new StorageLimits(MEMORY, 2 * MEMORY, 0, 0));
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    @Test
    void keepsASmallMessageInMemory() throws IOException {
        ContentWriter writer = spool.open(0);
        write(writer, "Hello");
        try (Content content = writer.finish()) {
            assertThat(text(content)).isEqualTo("Hello");
            assertThat(content.size()).isEqualTo(5);
            assertThat(files()).isEmpty();
        }
        assertThat(spool.budget().used()).isZero();
    }

    @Test
    void keepsALargeMessageInAFileWithItsEndInMemory() throws IOException {
        ContentWriter writer = spool.open(0);
        String part = "x".repeat(MEMORY);
        write(writer, part);
        assertThat(writer.isFull()).isTrue();
        writer.spill();
        assertThat(writer.isFull()).isFalse();
        write(writer, part);
        writer.spill();
        write(writer, "end");
        Content content = writer.finish();
        assertThat(text(content)).isEqualTo(part + part + "end");
        assertThat(text(content)).as("read again").hasSize((int) content.size());
        assertThat(files()).hasSize(1);
        content.close();
        content.close();
        assertThat(files()).isEmpty();
        assertThat(spool.budget().used()).isZero();
        assertThatThrownBy(content::open).isInstanceOf(IOException.class);
    }

    @Test
    void spillsEarlierWhenMemoryIsShortInAll() {
        ContentWriter one = spool.open(0);
        write(one, "x".repeat(StorageLimits.LEAST_MEMORY));
        assertThat(one.isFull()).isFalse();
        ContentWriter two = spool.open(0);
        write(two, "x".repeat(2 * MEMORY));
        assertThat(one.isFull()).isTrue();
        one.discard();
        two.discard();
    }

    @Test
    void freesADiscardedMessage() throws IOException {
        ContentWriter writer = spool.open(1000);
        write(writer, "x".repeat(MEMORY));
        writer.spill();
        writer.discard();
        writer.discard();
        assertThat(files()).isEmpty();
        assertThat(spool.budget().used()).isZero();
    }

    @Test
    void removesWhatADeadProcessLeft() throws IOException {
        Path dead = Files.createDirectories(directory.resolve("dead"));
        Files.writeString(dead.resolve("lock"), "");
        Files.writeString(dead.resolve("1.msg"), "lost");
        Files.createDirectories(directory.resolve("without-lock"));
        try (Spool second = Spool.in(directory, StorageLimits.ofDefaults())) {
            assertThat(dead).doesNotExist();
            assertThat(directory.resolve("without-lock")).doesNotExist();
            assertThat(spool.directory()).as("of a live spool").exists();
            assertThat(second.directory()).exists();
        }
    }

    private static void write(ContentWriter writer, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        writer.write(bytes, 0, bytes.length);
    }

    private static String text(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return new String(in.readAllBytes(), US_ASCII);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(spool.directory())) {
            return all.filter(f -> f.toString().endsWith(".msg")).toList();
        }
    }
}
