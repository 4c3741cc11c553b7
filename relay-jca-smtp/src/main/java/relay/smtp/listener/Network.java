package relay.smtp.listener;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * A network in CIDR notation, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a single address is a network of one.
 *
 * @param address its first address
 * @param prefix how many leading bits count
 */
public record Network(InetAddress address, int prefix) {
    private static final int BITS_PER_OCTET = 8;

    public Network {
        Objects.requireNonNull(address);
        if (prefix < 0 || prefix > address.getAddress().length * BITS_PER_OCTET) {
            throw new IllegalArgumentException("prefix length out of range: " + prefix);
        }
    }

    /** Reads CIDR notation; names are not looked up. */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash), text);
        if (slash < 0) {
            return new Network(address, address.getAddress().length * BITS_PER_OCTET);
        }
        try {
            return new Network(address, Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
    }

    /** Whether this address belongs to the network. */
    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += BITS_PER_OCTET) {
            int mask = 0xff << Math.max(0, BITS_PER_OCTET - (prefix - bit));
            int octet = bit / BITS_PER_OCTET;
            if (((ours[octet] ^ theirs[octet]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress address(String text, String whole) {
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(text);
        if (octets == null) {
            throw malformed(whole, null);
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw malformed(whole, e);
        }
    }

    private static IllegalArgumentException malformed(String text, Exception cause) {
        return new IllegalArgumentException("not a network in CIDR notation: " + text, cause);
    }
}
