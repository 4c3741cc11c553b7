package relay.it.running;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Ports that nobody listens on, below the range that the system gives to clients: what is free now is not taken by
 * somebody's outgoing connection before its server starts. The property {@code relay.it.ports} names another range.
 */
public final class FreePorts {
    private static final String[] RANGE =
            System.getProperty("relay.it.ports", "20000-31999").split("-", -1);
    private static final int FIRST = Integer.parseInt(RANGE[0]);
    private static final int COUNT = Integer.parseInt(RANGE[1]) - FIRST + 1;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    /** A port that is free on every address of this machine, and was not given away before. */
    public static int next() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free");
    }

    /** The first of so many ports in a row, all free and not given away before. */
    public static int nextBlock(int size) {
        for (int i = 0; i < COUNT; i += size) {
            int first = FIRST + Math.floorMod(NEXT.getAndAdd(size), COUNT);
            if (first + size <= FIRST + COUNT
                    && IntStream.range(first, first + size).allMatch(FreePorts::isFree)) {
                return first;
            }
        }
        throw new IllegalStateException("No " + size + " ports in a row are free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress((InetAddress) null, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
