package relay.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import relay.delivery.DeliveryEngine;
import relay.delivery.SiteState;
import relay.history.MessageFilter;
import relay.history.MessageLog;
import relay.history.MessageSummary;
import relay.history.Traffic;
import relay.history.TrafficHour;
import relay.start.Health;

/** Is mail flowing now, and where does it wait? */
@Named
@RequestScoped
public class OverviewPage {
    private static final int HOURS = 24;
    private static final int LATEST = 8;
    private static final int BUSIEST = 6;
    private static final long PATIENCE_MILLIS = 500;

    @Inject
    private TenantChoice tenant;

    @Inject
    private Health health;

    @Inject
    private DeliveryEngine engine;

    @EJB
    private Traffic traffic;

    @EJB
    private MessageLog messages;

    private List<TrafficHour> hours;
    private Map<String, Long> waiting;
    private List<MessageSummary> latest;
    private List<SiteState> sites;

    @PostConstruct
    void load() {
        hours = traffic.lastHours(tenant.getId(), HOURS);
        waiting = traffic.waiting(tenant.getId());
        latest = messages.find(tenant.getId(), MessageFilter.none(), "", LATEST).items();
        sites = engine.states().completeOnTimeout(List.of(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join().stream()
                .filter(state -> state.ready() + state.inFlight() > 0)
                .sorted((a, b) -> Integer.compare(b.ready() + b.inFlight(), a.ready() + a.inFlight()))
                .limit(BUSIEST)
                .toList();
    }

    private long total(String type) {
        return hours.stream().mapToLong(hour -> hour.count(type)).sum();
    }

    public long getAccepted() {
        return total("accepted");
    }

    public long getDelivered() {
        return total("delivered");
    }

    public long getBounced() {
        return total("bounced") + total("bounced_async") + total("expired");
    }

    public long getDeferred() {
        return total("deferred");
    }

    public long getComplained() {
        return total("complained");
    }

    /** Recipients that wait for an attempt. */
    public long getQueued() {
        return waiting.getOrDefault("queued", 0L)
                + waiting.getOrDefault("deferred", 0L)
                + waiting.getOrDefault("scheduled", 0L);
    }

    /** Recipients that wait for a person. */
    public long getHeld() {
        return waiting.getOrDefault("held", 0L) + waiting.getOrDefault("in_doubt", 0L);
    }

    /** Share of what was delivered or bounced that was delivered, or a dash before anything was. */
    public String getDeliveryRate() {
        long done = getDelivered() + getBounced();
        return done == 0 ? "–" : String.format("%.1f %%", 100.0 * getDelivered() / done);
    }

    public List<MessageSummary> getLatest() {
        return latest;
    }

    public List<SiteState> getSites() {
        return sites;
    }

    public Map<String, Boolean> getChecks() {
        return health.checks();
    }

    /** The last day as a chart.js model. */
    public String getChart() {
        String labels = hours.stream()
                .map(hour -> "\"" + hour.at().toString().substring(11, 16) + "\"")
                .collect(Collectors.joining(","));
        return "{\"type\":\"bar\",\"data\":{\"labels\":[" + labels + "],\"datasets\":["
                + series("Delivered", "delivered", "#2563eb") + ","
                + series("Deferred", "deferred", "#f59e0b") + ","
                + series("Bounced", "bounced", "#b91c1c")
                + "]},\"options\":{\"maintainAspectRatio\":false,\"animation\":false,"
                + "\"scales\":{\"x\":{\"stacked\":true,\"grid\":{\"display\":false}},"
                + "\"y\":{\"stacked\":true,\"beginAtZero\":true,\"ticks\":{\"precision\":0}}},"
                + "\"plugins\":{\"legend\":{\"position\":\"bottom\"}}}}";
    }

    private String series(String label, String type, String colour) {
        String values =
                hours.stream().map(hour -> Long.toString(hour.count(type))).collect(Collectors.joining(","));
        return "{\"label\":\"" + label + "\",\"backgroundColor\":\"" + colour + "\",\"data\":[" + values + "]}";
    }
}
