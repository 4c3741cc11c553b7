package relay.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorTest {
    private static final long LARGEST = 52_428_800;
    private static final int PATIENCE_MILLIS = 10_000;

    @TempDir
    Path directory;

    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        workers.shutdownNow();
    }

    @Test
    void takesWhateverTheRelayTakes() throws IOException {
        Clock clock = Clock.systemUTC();
        SimulatedReports reports = new SimulatedReports(null, clock, Optional::empty);
        try (Simulator simulator = new Simulator("relay.test", directory, LARGEST, clock, workers, reports)) {
            simulator.start();

            // and the fields that the relay adds
            assertThat(announcedSize(simulator.address().orElseThrow())).isGreaterThan(LARGEST);
        }
    }

    private static long announcedSize(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort());
                BufferedReader replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("EHLO client.test\r\nQUIT\r\n".getBytes(US_ASCII));
            return replies.lines()
                    .filter(line -> line.startsWith("250-SIZE ") || line.startsWith("250 SIZE "))
                    .mapToLong(line -> Long.parseLong(line.substring("250-SIZE ".length())))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
