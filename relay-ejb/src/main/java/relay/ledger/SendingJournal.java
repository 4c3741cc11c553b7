package relay.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this node is sending, in files of its data directory: a line for each recipient, with queue id, number and
 * generation, is on disk before the first byte of DATA. After a crash only what has a line here and no outcome in the
 * database may have reached the remote host.
 *
 * <p>One thread writes and syncs what has gathered. A file is removed when everything in it is settled.
 */
public final class SendingJournal implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SendingJournal.class.getName());
    private static final int FILE_BYTES = 256 << 10;
    private static final int MAX_BATCH = 1_000;
    private static final String BEGUN = ".begun";
    private static final Duration MARKS_KEPT = Duration.ofDays(30);
    private static final Pattern LINE = Pattern.compile("([!-~]+) ([0-9]{1,9}) ([0-9]{1,9})");
    private static final long STOP_MILLIS = 5_000;

    private final Path directory;
    private final String run;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final Map<Key, Sending> open = new ConcurrentHashMap<>();
    /** What earlier runs were sending, by queue id. */
    private final Map<String, List<Key>> earlier = new ConcurrentHashMap<>();

    private final Set<String> knownRuns = new HashSet<>();
    private final Thread writer;
    private int files;
    private JournalFile file;
    private volatile boolean stopping;

    /**
     * Opens the journal of a run and reads those of earlier ones.
     *
     * @param directory where its files are, made when it is missing
     * @param run identity of this run, in the names of its files
     * @param threads makes its writer
     */
    public SendingJournal(Path directory, String run, ThreadFactory threads) {
        this.directory = directory;
        this.run = run;
        try {
            open();
            try (Stream<Path> paths = Files.list(directory)) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    String name = path.getFileName().toString();
                    if (name.endsWith(BEGUN)) {
                        knownRuns.add(name.substring(0, name.length() - BEGUN.length()));
                        removeWhenOld(path);
                    } else {
                        read(path);
                    }
                }
            }
            mark();
        } catch (IOException e) {
            throw new UncheckedIOException("What was being sent cannot be read from " + directory, e);
        }
        writer = threads.newThread(this::run);
        writer.setName("relay-sendings");
        writer.start();
    }

    private void read(Path path) throws IOException {
        JournalFile past = new JournalFile(path, null);
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        // a last line without its end was never confirmed
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            Matcher known = LINE.matcher(line);
            if (known.matches()) {
                Key key = new Key(known.group(1), Integer.parseInt(known.group(2)));
                remember(key, new Sending(Integer.parseInt(known.group(3)), past));
            } else if (!line.isEmpty()) {
                LOG.log(Level.WARNING, "event=sending-line-skipped file={0}; it was never confirmed", path);
            }
        }
        past.closed = true;
        past.removeWhenDone();
    }

    /** The latest generation counts, in whichever file it stands. */
    private void remember(Key key, Sending sending) {
        Sending former = open.get(key);
        if (former != null && former.generation > sending.generation) {
            return;
        }
        open.put(key, sending);
        sending.file.open.incrementAndGet();
        if (former == null) {
            earlier.computeIfAbsent(key.queueId, id -> new ArrayList<>()).add(key);
        } else {
            former.file.ended();
        }
    }

    private void open() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            sync(directory.toAbsolutePath().getParent());
        }
    }

    /** Nothing of so old a run is in the broker any more. */
    private static void removeWhenOld(Path mark) throws IOException {
        if (Files.getLastModifiedTime(mark).toInstant().isBefore(Instant.now().minus(MARKS_KEPT))) {
            Files.delete(mark);
        }
    }

    /** Without this mark nobody can say that what has no line was not begun. */
    private void mark() throws IOException {
        Files.write(directory.resolve(run + BEGUN), new byte[0]);
        sync(directory);
    }

    /** Whether it can tell what an earlier run was sending. */
    public boolean knows(String earlierRun) {
        return knownRuns.contains(earlierRun);
    }

    /** Completes with true once it is on disk that the claimed recipient is being sent to. */
    CompletableFuture<Boolean> begin(Claim claim) {
        Line line =
                new Line(new Key(claim.queueId(), claim.number()), claim.generation() + 1, new CompletableFuture<>());
        lines.add(line);
        return line.written;
    }

    /** The outcome of a recipient is durable. */
    void end(String queueId, int number) {
        Sending sending = open.remove(new Key(queueId, number));
        if (sending != null) {
            sending.file.ended();
        }
    }

    /** The database has a message of an earlier run now, with what was in doubt. */
    void recordedAgain(String queueId) {
        List<Key> keys = earlier.isEmpty() ? null : earlier.remove(queueId);
        if (keys != null) {
            keys.forEach(key -> end(key.queueId, key.number));
        }
    }

    /** Forgets what earlier runs were sending as far as the database has it: its doubts are settled there. */
    public void forgetRecorded(Predicate<String> isRecorded) {
        List.copyOf(earlier.keySet()).stream().filter(isRecorded).forEach(this::recordedAgain);
    }

    /** Whether a recipient is being sent to, or was when an earlier run ended. */
    public boolean isInDoubt(String queueId, int number) {
        return open.containsKey(new Key(queueId, number));
    }

    /** Whether a recipient is being sent to in this generation, or was when an earlier run ended. */
    public boolean isInDoubt(String queueId, int number, int generation) {
        Sending sending = open.get(new Key(queueId, number));
        return sending != null && sending.generation == generation;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            writer.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Line> batch = new ArrayList<>();
        while (!stopping || !lines.isEmpty()) {
            try {
                Line first = lines.poll(stopping ? 0 : 1, TimeUnit.SECONDS);
                if (first != null) {
                    batch.add(first);
                    lines.drainTo(batch, MAX_BATCH - 1);
                    write(batch);
                    batch.forEach(line -> line.written.complete(true));
                }
            } catch (InterruptedException e) {
                LOG.fine("event=sending-journal-stopping");
            } catch (IOException | RuntimeException | Error e) {
                LOG.log(Level.WARNING, "event=sendings-not-noted sendings=" + batch.size(), e);
                batch.forEach(line -> {
                    end(line.key.queueId, line.key.number);
                    line.written.completeExceptionally(new SendingNotNotedException(e));
                });
                closeFile();
            }
            batch.clear();
        }
        closeFile();
    }

    private void write(List<Line> batch) throws IOException {
        if (file != null && !Files.exists(file.path)) {
            LOG.log(Level.WARNING, "event=sending-journal-gone file={0}; it is begun anew", file.path);
            closeFile();
            beginAnew();
        }
        if (file == null || file.channel.size() >= FILE_BYTES) {
            closeFile();
            file = newFile();
        }
        StringBuilder text = new StringBuilder();
        for (Line line : batch) {
            Sending former = open.put(line.key, new Sending(line.generation, file));
            file.open.incrementAndGet();
            if (former != null) {
                former.file.ended();
            }
            text.append(line.key.queueId)
                    .append(' ')
                    .append(line.key.number)
                    .append(' ')
                    .append(line.generation)
                    .append('\n');
        }
        append(text);
    }

    private void append(StringBuilder text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            file.channel.write(bytes);
        }
        file.channel.force(false);
    }

    /** Somebody has removed it: what is under way is written once more. */
    private void beginAnew() throws IOException {
        file = newFile();
        StringBuilder text = new StringBuilder();
        open.forEach((key, sending) -> {
            open.put(key, new Sending(sending.generation, file));
            file.open.incrementAndGet();
            sending.file.ended();
            text.append(key.queueId)
                    .append(' ')
                    .append(key.number)
                    .append(' ')
                    .append(sending.generation)
                    .append('\n');
        });
        append(text);
    }

    /** After a crash a new file is found only when its directory is on disk too. */
    private JournalFile newFile() throws IOException {
        open();
        if (!Files.exists(directory.resolve(run + BEGUN))) {
            mark();
        }
        Path path = directory.resolve(run + "-" + ++files);
        JournalFile fresh =
                new JournalFile(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        try {
            sync(directory);
            return fresh;
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void closeFile() {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private record Key(String queueId, int number) {}

    private record Line(Key key, int generation, CompletableFuture<Boolean> written) {}

    private record Sending(int generation, JournalFile file) {}

    private static final class JournalFile {
        private final Path path;
        private final FileChannel channel;
        private final AtomicInteger open = new AtomicInteger();
        private volatile boolean closed;

        JournalFile(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        void ended() {
            open.decrementAndGet();
            removeWhenDone();
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(Level.FINE, "event=sending-journal-not-closed", e);
            }
            closed = true;
            removeWhenDone();
        }

        void removeWhenDone() {
            if (closed && open.get() == 0) {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    LOG.log(Level.FINE, "event=sending-journal-not-removed file=" + path, e);
                }
            }
        }
    }
}
