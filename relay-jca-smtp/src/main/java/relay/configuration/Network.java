package relay.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A network in CIDR notation, {@code 192.0.2.0/24} or {@code 2001:db8::/32}; an address alone is a network of one.
 *
 * @param address its first address
 * @param prefix how many leading bits are fixed
 */
public record Network(InetAddress address, int prefix) {
    /** Shortest prefix of an IPv4 network that one owner may have: 10.0.0.0/8. */
    public static final int WIDEST_IPV4 = 8;

    /** The same for IPv6. */
    public static final int WIDEST_IPV6 = 32;

    private static final int IPV4_BYTES = 4;
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|(?=.*:)[0-9A-Fa-f:.]{2,45}");

    /**
     * Reads CIDR notation; names are not looked up.
     *
     * @throws IllegalArgumentException when it is malformed, names a host, or has bits after the prefix
     */
    public static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        String literal = slash < 0 ? cidr : cidr.substring(0, slash);
        if (!LITERAL.matcher(literal).matches()) {
            throw malformed(cidr);
        }
        try {
            InetAddress address = InetAddress.getByName(literal);
            int bits = address.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(cidr.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw malformed(cidr);
            }
            Network network = new Network(address, prefix);
            if (!network.contains(address)) {
                throw new IllegalArgumentException(cidr + ": has bits set after the prefix");
            }
            return network;
        } catch (UnknownHostException | NumberFormatException e) {
            throw malformed(cidr);
        }
    }

    private static IllegalArgumentException malformed(String cidr) {
        return new IllegalArgumentException(
                cidr + ": must be a network such as 192.0.2.0/24 or 2001:db8::/32, or an address");
    }

    /** Whether it has more addresses than one owner has, as no credential may say. */
    public boolean isTooWide() {
        return prefix < (address.getAddress().length == IPV4_BYTES ? WIDEST_IPV4 : WIDEST_IPV6);
    }

    /** Whether the address belongs to it. */
    public boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        return bytes.length == address.getAddress().length && Arrays.equals(masked(bytes), address.getAddress());
    }

    /** Whether some address belongs to both. */
    public boolean overlaps(Network other) {
        return prefix <= other.prefix ? contains(other.address) : other.contains(address);
    }

    private byte[] masked(byte[] bytes) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            int bits = Math.max(0, Math.min(Byte.SIZE, prefix - i * Byte.SIZE));
            masked[i] &= (byte) (0xFF << (Byte.SIZE - bits));
        }
        return masked;
    }

    /** In CIDR notation. */
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
