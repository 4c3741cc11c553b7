package relay.egress;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import relay.queue.Precedence;

/** Which sources there are, and which pool a tenant's or a stream's mail has: an immutable snapshot. */
public final class EgressPlan {
    private static final EgressPlan DEFAULT = new EgressPlan(
            Map.of(), Map.of(EgressPool.DEFAULT_NAME, EgressPool.ofDefaults(EgressSource.ofDefaults())), Map.of());

    private final Map<String, EgressSource> sources;
    private final EgressPool rest;
    private final boolean trivial;
    private final Map<Mail, EgressPool> pools = new HashMap<>();

    private EgressPlan(Map<String, EgressSource> sources, Map<String, EgressPool> pools, Map<Mail, String> uses) {
        this.sources = Map.copyOf(sources);
        rest = pools.getOrDefault(
                EgressPool.DEFAULT_NAME,
                EgressPool.ofDefaults(sources.getOrDefault(EgressSource.DEFAULT_NAME, EgressSource.ofDefaults())));
        uses.forEach((mail, pool) -> this.pools.put(mail, pools.get(pool)));
        trivial = uses.isEmpty() && rest.equals(EgressPool.ofDefaults(EgressSource.ofDefaults()));
    }

    /** All mail leaves from the address that the system chooses. */
    public static EgressPlan ofDefaults() {
        return DEFAULT;
    }

    /**
     * A plan. Where no pool is called {@code default}, the default pool is the source of that name alone, and where there
     * is no such source, the address that the system chooses.
     *
     * @param sources all of them
     * @param pools all of them
     * @param uses which mail has which pool, by its name
     */
    public static EgressPlan of(
            Collection<EgressSource> sources, Collection<EgressPool> pools, Map<Mail, String> uses) {
        Map<String, EgressSource> byName = new HashMap<>();
        sources.forEach(source -> byName.put(source.name(), source));
        Map<String, EgressPool> poolsByName = new HashMap<>();
        pools.forEach(pool -> poolsByName.put(pool.name(), pool));
        return new EgressPlan(byName, poolsByName, uses);
    }

    /** Whether all mail leaves by one source that is always there. */
    public boolean isTrivial() {
        return trivial;
    }

    /** The pool of a tenant's mail of one precedence: the one named for both, for the tenant, for the stream, or the default. */
    public EgressPool poolOf(String tenantId, Precedence stream) {
        if (pools.isEmpty()) {
            return rest;
        }
        EgressPool both = pools.get(new Mail(tenantId, stream));
        EgressPool tenants = both == null ? pools.get(new Mail(tenantId, null)) : both;
        EgressPool streams = tenants == null ? pools.get(new Mail(null, stream)) : tenants;
        return streams == null ? rest : streams;
    }

    /** The source of this name as the plan has it; the one that is always there has a name of its own. */
    public Optional<EgressSource> source(String name) {
        EgressSource known = sources.get(name);
        return known == null && name.equals(EgressSource.DEFAULT_NAME)
                ? Optional.of(EgressSource.ofDefaults())
                : Optional.ofNullable(known);
    }

    /**
     * Some mail. What is null is any; one of them is not.
     *
     * @param tenantId whose
     * @param stream of which stream
     */
    public record Mail(String tenantId, Precedence stream) {}
}
