package relay.web.event;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import relay.history.EventLog;
import relay.history.EventRecord;
import relay.history.Slice;
import relay.queue.QueueIds;
import relay.web.access.Caller;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /events}: oldest first; whoever follows them asks for those after the last one seen. */
@Path("v1/events")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {
    private static final Pattern TYPE = Pattern.compile("[a-z_.]{1,20}");

    @Inject
    private Caller caller;

    @Inject
    private EventLog events;

    @GET
    @Needs(Right.READ)
    public Page list(@QueryParam("type") String type, @QueryParam("after") String after, @BeanParam PageRequest page) {
        if (type != null && !TYPE.matcher(type).matches()) {
            throw wrong("type", "type must be a type of events such as delivered");
        }
        Slice<EventRecord> found = events.list(caller.tenantId(), type, position(after, page), page.limit());
        return Page.of(found, EventView::of);
    }

    private static String position(String after, PageRequest page) {
        if (after == null || after.isEmpty() || !page.after().isEmpty()) {
            return page.after();
        }
        if (!QueueIds.isQueueId(after)) {
            throw wrong("after", "after must be the id of an event");
        }
        return after;
    }

    private static ProblemException wrong(String field, String message) {
        return new ProblemException(Problem.invalid(List.of(new FieldError(field, message))));
    }
}
