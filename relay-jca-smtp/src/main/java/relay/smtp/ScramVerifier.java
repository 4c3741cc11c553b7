package relay.smtp;

/**
 * What a server keeps of a password for SCRAM-SHA-256 (RFC 5802, section 3; RFC 7677): it proves a password without
 * revealing it, for PLAIN and LOGIN as well.
 *
 * @param salt random, at least 16 bytes
 * @param iterations of PBKDF2-HMAC-SHA-256, at least 4096 (RFC 7677, section 4)
 * @param storedKey H(ClientKey), 32 bytes
 * @param serverKey 32 bytes
 */
public record ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    @Override
    public String toString() {
        return "ScramVerifier[iterations=" + iterations + "]";
    }
}
