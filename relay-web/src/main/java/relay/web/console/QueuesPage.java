package relay.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.annotation.ManagedProperty;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.history.MessageActions;
import relay.history.MessageFilter;
import relay.history.MessageLog;
import relay.history.MessageSummary;
import relay.history.RecipientAction;
import relay.ledger.RecipientStatus;
import relay.steering.Match;
import relay.steering.QueueAction;
import relay.steering.QueueActionRequest;
import relay.steering.QueueLine;
import relay.steering.Queues;
import relay.tenant.InvalidRequestException;

/** What waits for whom, what operators do about it, and what is in doubt. */
@Named
@RequestScoped
public class QueuesPage {
    private static final int MOST_LINES = 100;
    private static final int MOST_ACTIONS = 20;
    private static final int MOST_IN_DOUBT = 50;

    @Inject
    @ManagedProperty("#{param}")
    private Map<String, String> parameters;

    @Inject
    private TenantChoice tenant;

    @Inject
    private Queues queues;

    @Inject
    private SecurityContext security;

    @Inject
    private Clock clock;

    @EJB
    private MessageLog messages;

    @EJB
    private MessageActions messageActions;

    private List<QueueLine> lines;
    private String action = QueueAction.Kind.SUSPEND.word();
    private String tenantId;
    private String campaign;
    private String domain;
    private String site;
    private String hours;
    private String to;
    private String reason;

    @PostConstruct
    void load() {
        domain = parameters.get("domain");
    }

    private List<QueueLine> all() {
        if (lines == null) {
            lines = queues.lines().stream()
                    .sorted(Comparator.comparingLong(QueuesPage::size)
                            .reversed()
                            .thenComparing(QueueLine::domain))
                    .toList();
        }
        return lines;
    }

    private static long size(QueueLine line) {
        return line.ready() + line.inFlight() + line.deferred() + line.held();
    }

    /** The queues with the most mail. */
    public List<QueueLine> getLines() {
        return all().stream().limit(MOST_LINES).toList();
    }

    public int getDomains() {
        return all().size();
    }

    /** Recipients that wait, for their time or for a person. */
    public long getWaiting() {
        return all().stream().mapToLong(QueuesPage::size).sum() - getInFlight();
    }

    public long getInFlight() {
        return all().stream().mapToLong(QueueLine::inFlight).sum();
    }

    /** Why a site rests, else the last refusal of its hosts, else the last of what they said. */
    public String lastWord(QueueLine line) {
        if (line.restReason() != null) {
            return line.restReason();
        }
        String last = "";
        for (String reply : line.lastReplies()) {
            last = reply.startsWith("2") && !last.startsWith("2") && !last.isEmpty() ? last : reply;
        }
        return last;
    }

    public List<QueueAction> getActions() {
        return queues.actions("", MOST_ACTIONS);
    }

    /** About which mail an action is, in words. */
    public String about(QueueAction done) {
        Match match = done.match();
        if (match.meansEverything()) {
            return "everything";
        }
        return Stream.of(
                        part("tenant", match.tenant()),
                        part("campaign", match.campaign()),
                        part("domain", match.domain()),
                        part("site", match.site()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> part(String name, String value) {
        return Optional.ofNullable(value).map(known -> name + " " + known);
    }

    /** Does what the form says, or tells what is wrong with it. */
    public String act() {
        try {
            queues.act(new QueueActionRequest(action, match(), reason, expires(), given(to)), operator());
            return "queues.xhtml?faces-redirect=true";
        } catch (InvalidRequestException e) {
            FacesContext.getCurrentInstance()
                    .addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, e.getMessage(), null));
            return null;
        }
    }

    private Match match() {
        return new Match(given(tenantId), given(campaign), given(domain), given(site));
    }

    private String expires() {
        return given(hours) == null
                ? null
                : clock.instant().plus(Duration.ofHours(Long.parseLong(hours))).toString();
    }

    private static String given(String value) {
        return value == null || value.isBlank() ? null : value.trim();
    }

    private String operator() {
        Principal caller = security.getCallerPrincipal();
        return caller == null ? "console" : caller.getName();
    }

    /** Ends an action that stands. */
    public String end(String id) {
        queues.end(id);
        return "queues.xhtml?faces-redirect=true";
    }

    /** Messages of which a recipient is in doubt. */
    public List<MessageSummary> getInDoubt() {
        MessageFilter filter = new MessageFilter(null, null, RecipientStatus.IN_DOUBT.word(), null, null, null, null);
        return messages.find(tenant.getId(), filter, "", MOST_IN_DOUBT).items();
    }

    /** Decides about all recipients of a message that are in doubt. */
    public String resolve(String queueId, String decision) {
        messageActions.act(RecipientAction.valueOf(decision), tenant.getId(), queueId, null);
        return "queues.xhtml?faces-redirect=true";
    }

    /** All that can be done. */
    public List<String> getActionKinds() {
        return Arrays.stream(QueueAction.Kind.values())
                .map(QueueAction.Kind::word)
                .toList();
    }

    public String getAction() {
        return action;
    }

    public void setAction(String action) {
        this.action = action;
    }

    public String getTenantId() {
        return tenantId;
    }

    public void setTenantId(String tenantId) {
        this.tenantId = tenantId;
    }

    public String getCampaign() {
        return campaign;
    }

    public void setCampaign(String campaign) {
        this.campaign = campaign;
    }

    public String getDomain() {
        return domain;
    }

    public void setDomain(String domain) {
        this.domain = domain;
    }

    public String getSite() {
        return site;
    }

    public void setSite(String site) {
        this.site = site;
    }

    public String getHours() {
        return hours;
    }

    public void setHours(String hours) {
        this.hours = hours;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }
}
