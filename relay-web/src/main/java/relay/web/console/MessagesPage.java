package relay.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.annotation.ManagedProperty;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.history.MessageFilter;
import relay.history.MessageLog;
import relay.history.MessageSummary;
import relay.history.Slice;

/** Search: everything that is asked for stands in the address, so that it can be kept and passed on. */
@Named
@RequestScoped
public class MessagesPage {
    private static final int PAGE = 50;

    @Inject
    @ManagedProperty("#{param}")
    private Map<String, String> parameters;

    @Inject
    private TenantChoice tenant;

    @EJB
    private MessageLog messages;

    private Slice<MessageSummary> found;

    @PostConstruct
    void search() {
        found = messages.find(tenant.getId(), filter(), value("after") == null ? "" : value("after"), PAGE);
    }

    private MessageFilter filter() {
        return new MessageFilter(
                value("recipient"),
                value("sender"),
                value("status"),
                value("tag"),
                day("from", 0),
                day("to", 1),
                value("q"));
    }

    private String value(String name) {
        String value = parameters.get(name);
        return value == null || value.isBlank() ? null : value.trim();
    }

    private Instant day(String name, int after) {
        String value = value(name);
        try {
            return value == null
                    ? null
                    : LocalDate.parse(value)
                            .plusDays(after)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    public List<MessageSummary> getItems() {
        return found.items();
    }

    /** The address of the next page, or null at the end. */
    public String getNext() {
        if (found.next() == null) {
            return null;
        }
        return "messages.xhtml?"
                + Stream.of("q", "recipient", "sender", "status", "tag", "from", "to")
                        .filter(name -> value(name) != null)
                        .map(name -> name + "=" + encoded(value(name)) + "&")
                        .collect(Collectors.joining())
                + "after=" + encoded(found.next());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** All statuses that can be searched for. */
    public List<String> getStatuses() {
        return List.of(
                "queued",
                "deferred",
                "scheduled",
                "held",
                "in_doubt",
                "delivered",
                "bounced",
                "expired",
                "suppressed",
                "cancelled",
                "rejected",
                "mixed");
    }
}
