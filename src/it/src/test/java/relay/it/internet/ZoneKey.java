package relay.it.internet;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;

/** The key with which a zone is signed: ECDSA P-256, for keys and for everything else. */
final class ZoneKey {
    private static final int TTL_SECONDS = 60;

    private final Name zone;
    private final KeyPair keys;
    private final DNSKEYRecord record;

    ZoneKey(Name zone) {
        this.zone = zone;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
            record = new DNSKEYRecord(
                    zone,
                    DClass.IN,
                    TTL_SECONDS,
                    DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
                    DNSKEYRecord.Protocol.DNSSEC,
                    DNSSEC.Algorithm.ECDSAP256SHA256,
                    keys.getPublic());
        } catch (GeneralSecurityException | DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    Name zone() {
        return zone;
    }

    DNSKEYRecord record() {
        return record;
    }

    /** What the parent publishes of it. */
    DSRecord delegation() {
        return new DSRecord(zone, DClass.IN, TTL_SECONDS, DNSSEC.Digest.SHA256, record);
    }

    RRSIGRecord sign(RRset records) {
        try {
            Instant now = Instant.now();
            return DNSSEC.sign(
                    records, record, keys.getPrivate(), now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }
}
