package relay.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.annotation.ManagedProperty;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import relay.history.AttemptRecord;
import relay.history.EventRecord;
import relay.history.MessageHistory;
import relay.history.MessageLog;

/** One message: who it was for, and everything that happened to it. */
@Named
@RequestScoped
public class MessagePage {
    @Inject
    @ManagedProperty("#{param}")
    private Map<String, String> parameters;

    @Inject
    private TenantChoice tenant;

    @EJB
    private MessageLog messages;

    private MessageHistory history;

    @PostConstruct
    void load() {
        String id = parameters.getOrDefault("id", "");
        history = messages.find(tenant.getId(), id).orElse(null);
    }

    public boolean isFound() {
        return history != null;
    }

    public MessageHistory getHistory() {
        return history;
    }

    /** Events and attempts in the order in which they happened; an attempt stands before the event that it led to. */
    public List<TimelineEntry> getTimeline() {
        return Stream.concat(
                        history.attempts().stream().map(MessagePage::entry),
                        history.events().stream().map(MessagePage::entry))
                .sorted(Comparator.comparing(TimelineEntry::at))
                .toList();
    }

    private static TimelineEntry entry(AttemptRecord attempt) {
        String where = attempt.host() == null
                ? "no host reached"
                : attempt.host() + (attempt.address() == null ? "" : " [" + attempt.address() + "]");
        return new TimelineEntry(
                attempt.at(),
                "attempt",
                "Attempt " + attempt.attempt(),
                attempt.recipient(),
                where + " · " + (attempt.tls() == null ? "not encrypted" : attempt.tls()) + " · "
                        + attempt.durationMillis() + " ms"
                        + (attempt.stage() == null
                                ? ""
                                : " · ended at " + attempt.stage().replace('_', ' ')),
                attempt.reply());
    }

    private static TimelineEntry entry(EventRecord event) {
        return new TimelineEntry(
                event.at(),
                event.type(),
                event.type().replace('_', ' '),
                event.recipient(),
                event.enhancedStatus() == null ? "" : "status " + event.enhancedStatus(),
                event.reply());
    }
}
