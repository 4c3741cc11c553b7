package relay.egress;

import java.util.List;

/**
 * What is to change of a pool; null leaves a list as it is.
 *
 * @param name of a new one: letters, digits, dots and hyphens
 * @param sources all of its sources, at least one
 * @param mail all mail that it is for
 */
public record PoolChange(String name, List<StoredPool.Weighted> sources, List<StoredPool.Use> mail) {
    public PoolChange {
        sources = sources == null ? null : List.copyOf(sources);
        mail = mail == null ? null : List.copyOf(mail);
    }
}
