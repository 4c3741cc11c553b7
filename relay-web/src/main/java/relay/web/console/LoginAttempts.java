package relay.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Slows down who guesses passwords: ten attempts a minute from one address. */
@ApplicationScoped
public class LoginAttempts {
    private static final int ALLOWED = 10;
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private final Map<String, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Inject
    private Clock clock;

    /** Counts an attempt of this address; false when there were too many of late. */
    public synchronized boolean mayTry(String address) {
        Window window = windows.get(address);
        long now = clock.millis();
        if (window == null || now - window.begin > PERIOD.toMillis()) {
            window = new Window(now);
            windows.put(address, window);
        }
        window.count++;
        return window.count <= ALLOWED;
    }

    /** Forgets the attempts of an address that has proved itself. */
    public synchronized void succeeded(String address) {
        windows.remove(address);
    }

    private static final class Window {
        private final long begin;
        private int count;

        Window(long begin) {
            this.begin = begin;
        }
    }
}
