package relay.steering;

import java.util.Objects;

/**
 * Which mail an action is about. What is null matches everything; at least one is not.
 *
 * @param tenant id
 * @param campaign name
 * @param domain recipient domain in lower case
 * @param site its name, as {@code GET /queues} shows it
 */
public record Match(String tenant, String campaign, String domain, String site) {
    /** Whether it leaves nothing out. */
    public boolean meansEverything() {
        return tenant == null && campaign == null && domain == null && site == null;
    }

    /** Whether some mail is meant; null for a site that is not known. */
    boolean matches(String itsTenant, String itsCampaign, String itsDomain, String itsSite) {
        return matchesQueue(itsTenant, itsDomain)
                && (campaign == null || campaign.equals(itsCampaign))
                && (site == null || site.equalsIgnoreCase(itsSite));
    }

    /** Whether anything in a queue can be meant. */
    boolean matchesQueue(String itsTenant, String itsDomain) {
        return (tenant == null || tenant.equals(itsTenant)) && (domain == null || domain.equals(itsDomain));
    }

    /** Whether all mail of a domain at a site is meant. */
    boolean reaches(String itsSite, String itsDomain) {
        return tenant == null
                && campaign == null
                && (domain == null || domain.equals(itsDomain))
                && (site == null || site.equalsIgnoreCase(itsSite));
    }

    /** Whether everything that the other one means is meant. */
    boolean covers(Match other) {
        return covers(tenant, other.tenant)
                && covers(campaign, other.campaign)
                && covers(domain, other.domain)
                && covers(site, other.site);
    }

    private static boolean covers(String mine, String other) {
        return mine == null || Objects.equals(mine, other);
    }
}
