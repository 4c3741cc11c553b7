package relay.smtp.client;

import java.time.Duration;
import java.util.Objects;

/**
 * Everything about the outbound client that an operator may set. Immutable; {@link #ofDefaults} and the {@code with…}
 * methods make one.
 *
 * @param ehloName what EHLO and HELO say: our host name, or an address literal
 * @param timeouts how long the client waits at each stage
 * @param replyLimits how much a peer may say in one reply
 * @param blockSize bytes read from a content at a time, 1 KiB to 16 MiB; a content that fits in one block is read
 *     before its transaction starts, and at most two blocks of a connection are in memory
 * @param pipelineDepth commands under way at a time where PIPELINING is offered (RFC 2920), 1 to 10,000
 * @param threads event-loop threads shared by all connections, 1 to 256
 */
public record ClientSettings(
        String ehloName, Timeouts timeouts, ReplyLimits replyLimits, int blockSize, int pipelineDepth, int threads) {
    public static final int DEFAULT_BLOCK_SIZE = 64 * 1024;
    public static final int DEFAULT_PIPELINE_DEPTH = 100;

    public ClientSettings {
        requireName(ehloName);
        Objects.requireNonNull(timeouts);
        Objects.requireNonNull(replyLimits);
        requireBetween("blockSize", blockSize, 1024, 16 * 1024 * 1024);
        requireBetween("pipelineDepth", pipelineDepth, 1, 10_000);
        requireBetween("threads", threads, 1, 256);
    }

    /** The limits of RFC 5321, section 4.5.3.2, and one thread for each processor. */
    public static ClientSettings ofDefaults(String ehloName) {
        return new ClientSettings(
                ehloName,
                Timeouts.ofDefaults(),
                ReplyLimits.ofDefaults(),
                DEFAULT_BLOCK_SIZE,
                DEFAULT_PIPELINE_DEPTH,
                Math.min(256, Runtime.getRuntime().availableProcessors()));
    }

    public ClientSettings withEhloName(String changed) {
        return new ClientSettings(changed, timeouts, replyLimits, blockSize, pipelineDepth, threads);
    }

    public ClientSettings withTimeouts(Timeouts changed) {
        return new ClientSettings(ehloName, changed, replyLimits, blockSize, pipelineDepth, threads);
    }

    public ClientSettings withReplyLimits(ReplyLimits changed) {
        return new ClientSettings(ehloName, timeouts, changed, blockSize, pipelineDepth, threads);
    }

    public ClientSettings withBlockSize(int changed) {
        return new ClientSettings(ehloName, timeouts, replyLimits, changed, pipelineDepth, threads);
    }

    public ClientSettings withPipelineDepth(int changed) {
        return new ClientSettings(ehloName, timeouts, replyLimits, blockSize, changed, threads);
    }

    public ClientSettings withThreads(int changed) {
        return new ClientSettings(ehloName, timeouts, replyLimits, blockSize, pipelineDepth, changed);
    }

    private static void requireName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("ehloName=" + name + ": must be a host name or an address literal");
        }
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + "=" + value + ": must be from " + least + " to " + most);
        }
    }

    /**
     * How long the client waits. Each limit but {@code connect}, {@code block} and {@code quit} bounds the whole wait
     * for one reply, however slowly it drips in.
     *
     * @param connect until TCP connects
     * @param greeting until the greeting
     * @param hello until EHLO or HELO is answered
     * @param startTls until STARTTLS is answered, and again until the handshake is done
     * @param auth until one step of AUTH is answered
     * @param mail until MAIL is answered
     * @param rcpt until one RCPT is answered
     * @param data until DATA is answered
     * @param block until the peer's window has taken a block of content
     * @param finalDot until the end of the content is answered
     * @param quit until QUIT is answered, after which the connection is closed in any case
     */
    public record Timeouts(
            Duration connect,
            Duration greeting,
            Duration hello,
            Duration startTls,
            Duration auth,
            Duration mail,
            Duration rcpt,
            Duration data,
            Duration block,
            Duration finalDot,
            Duration quit) {
        public Timeouts {
            requirePositive(connect, greeting, hello, startTls, auth, mail, rcpt, data, block, finalDot, quit);
        }

        /** RFC 5321, section 4.5.3.2; EHLO, STARTTLS and AUTH as MAIL, for which that section names no limit. */
        public static Timeouts ofDefaults() {
            Duration command = Duration.ofMinutes(5);
            return new Timeouts(
                    Duration.ofSeconds(30),
                    command,
                    command,
                    command,
                    command,
                    command,
                    command,
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(5));
        }

        /** The same limit for every stage, for tests and for probes. */
        public static Timeouts ofEach(Duration limit) {
            return new Timeouts(limit, limit, limit, limit, limit, limit, limit, limit, limit, limit, limit);
        }

        public Timeouts withConnect(Duration changed) {
            return new Timeouts(changed, greeting, hello, startTls, auth, mail, rcpt, data, block, finalDot, quit);
        }

        private static void requirePositive(Duration... limits) {
            for (Duration limit : limits) {
                if (limit.isZero() || limit.isNegative() || limit.compareTo(Duration.ofDays(1)) > 0) {
                    throw new IllegalArgumentException("timeout of " + limit + ": must be positive, at most a day");
                }
            }
        }
    }

    /**
     * How much one reply may hold. RFC 5321, section 4.5.3.1.5 allows 512 octets a line; real hosts send more.
     *
     * @param lines lines of one reply
     * @param lineBytes bytes of one line, without its end
     * @param bytes bytes of one reply
     */
    public record ReplyLimits(int lines, int lineBytes, int bytes) {
        public ReplyLimits {
            requireBetween("lines", lines, 1, 10_000);
            requireBetween("lineBytes", lineBytes, 512, 1024 * 1024);
            requireBetween("bytes", bytes, 512, 16 * 1024 * 1024);
        }

        public static ReplyLimits ofDefaults() {
            return new ReplyLimits(100, 2048, 64 * 1024);
        }
    }
}
