package relay.smtp.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Something remembered about peers, at most a fixed number of them, the least recently used forgotten first.
 * Thread-safe.
 */
final class AddressMemory<T> {
    private static final int NETWORK_OCTETS = 8;

    private final Map<ByteBuffer, T> values;

    AddressMemory(int capacity) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, T> eldest) {
                return size() > capacity;
            }
        };
    }

    /** One address, as a key. */
    static ByteBuffer host(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress());
    }

    /** An IPv4 address or the /64 network of an IPv6 address: what one subscriber has. */
    static ByteBuffer subscriber(InetAddress address) {
        byte[] octets = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(octets, NETWORK_OCTETS) : octets);
    }

    /** What is remembered, or null. */
    synchronized T get(ByteBuffer key) {
        return values.get(key);
    }

    /** Replaces what is remembered, null for nothing, by what the change makes of it. */
    synchronized void update(ByteBuffer key, UnaryOperator<T> change) {
        T changed = change.apply(values.get(key));
        if (changed == null) {
            values.remove(key);
        } else {
            values.put(key, changed);
        }
    }
}
