package relay.web.egress;

import jakarta.json.bind.annotation.JsonbNillable;
import java.time.Instant;
import relay.egress.Ramp;
import relay.egress.StoredSource;

/**
 * A source as it is shown.
 *
 * @param name unique
 * @param address ours, or null for the system's choice
 * @param ehloName in EHLO, or null for the relay's own
 * @param proxy that connects for us, or null
 * @param warmUpSince first day of its warm-up, or null
 * @param ramp messages a site on each day of its warm-up, or null
 * @param createdAt when
 */
@JsonbNillable
public record SourceView(
        String name,
        String address,
        String ehloName,
        ProxyView proxy,
        String warmUpSince,
        String ramp,
        Instant createdAt) {
    static SourceView of(StoredSource source) {
        String ramp = source.ramp() == null ? Ramp.ofDefaults().toString() : source.ramp();
        return new SourceView(
                source.name(),
                source.address(),
                source.ehloName(),
                source.proxy() == null ? null : ProxyView.of(source.proxy()),
                source.warmUpSince(),
                source.warmUpSince() == null ? source.ramp() : ramp,
                Instant.ofEpochMilli(source.createdAt()));
    }

    /**
     * A proxy as it is shown, without its password.
     *
     * @param kind socks5 or haproxy
     * @param host its name or address
     * @param port where it listens
     * @param user for SOCKS5, or null
     */
    @JsonbNillable
    public record ProxyView(String kind, String host, int port, String user) {
        static ProxyView of(StoredSource.StoredProxy proxy) {
            return new ProxyView(proxy.kind(), proxy.host(), proxy.port(), proxy.user());
        }
    }
}
