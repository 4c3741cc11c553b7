package relay.web.egress;

import jakarta.json.bind.annotation.JsonbNillable;
import java.time.Instant;
import java.util.List;
import relay.egress.StoredPool;

/**
 * A pool as it is shown.
 *
 * @param name unique
 * @param sources each with its share
 * @param mail whose mail it is for; the pool of the name default has all other mail as well
 * @param createdAt when
 */
@JsonbNillable
public record PoolView(String name, List<StoredPool.Weighted> sources, List<StoredPool.Use> mail, Instant createdAt) {
    public PoolView {
        sources = List.copyOf(sources);
        mail = List.copyOf(mail);
    }

    static PoolView of(StoredPool pool) {
        return new PoolView(pool.name(), pool.sources(), pool.mail(), Instant.ofEpochMilli(pool.createdAt()));
    }
}
