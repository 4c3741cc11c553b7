package relay.shaping;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One section of a shaping file.
 *
 * @param kind for whom it is
 * @param name of the provider, site or domain; empty for the default
 * @param source the egress source whose mail is meant, or null for that of all
 * @param mxSuffixes by which the hosts of a provider are known
 * @param limits what it says, each with its origin
 * @param backoff its rules for replies
 * @param origin file, line and name
 */
record Section(
        Kind kind,
        String name,
        String source,
        List<String> mxSuffixes,
        Map<Limit, Value> limits,
        List<BackoffRule> backoff,
        String origin) {
    Section {
        mxSuffixes = List.copyOf(mxSuffixes);
        limits = Map.copyOf(limits);
        backoff = List.copyOf(backoff);
    }

    /** For whom a section is, the general first. */
    enum Kind {
        DEFAULT,
        PROVIDER,
        SITE,
        DOMAIN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A value with where it was written.
     *
     * @param value as {@link Limit#parse} gives it
     * @param origin file, line and section
     */
    record Value(Object value, String origin) {}

    /** Whether a host of the provider has this name. */
    boolean ownsHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return mxSuffixes.stream().anyMatch(suffix -> name.equals(suffix) || name.endsWith("." + suffix));
    }
}
