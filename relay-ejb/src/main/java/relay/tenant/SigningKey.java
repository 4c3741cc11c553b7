package relay.tenant;

/**
 * A DKIM key in use.
 *
 * @param domain signing domain
 * @param selector its selector
 * @param algorithm {@code rsa-sha256} or {@code ed25519-sha256}
 * @param pkcs8 the private key in PKCS #8
 */
public record SigningKey(String domain, String selector, String algorithm, byte[] pkcs8) {
    @Override
    public String toString() {
        return selector + "._domainkey." + domain + " (" + algorithm + ")";
    }
}
