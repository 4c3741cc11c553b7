package relay.web.queue;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import relay.steering.QueueAction;
import relay.steering.QueueActionRequest;
import relay.steering.QueueLine;
import relay.steering.Queues;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /queues}: what waits, and what operators do about it. */
@Path("v1/queues")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {
    private static final String OPERATOR = "administrator by token";

    @Inject
    private Queues queues;

    @Context
    private UriInfo uri;

    @GET
    @Needs(Right.ADMINISTRATION)
    public Page list(@BeanParam PageRequest page) {
        List<QueueLine> lines = queues.lines().stream()
                .filter(line -> line.key().compareTo(page.after()) > 0)
                .limit(page.rows())
                .toList();
        return Page.of(lines, page, QueueLine::key, QueueView::of);
    }

    @GET
    @Path("shaping")
    @Needs(Right.ADMINISTRATION)
    public Queues.SiteExplanation explain(@QueryParam("domain") String domain, @QueryParam("source") String source) {
        if (domain == null || !domain.matches("[^\\s/@]{1,255}")) {
            throw new ProblemException(
                    Problem.invalid(List.of(new FieldError("domain", "domain must be the name of a domain"))));
        }
        return queues.explain(domain.toLowerCase(Locale.ROOT), source);
    }

    @POST
    @Path("actions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ADMINISTRATION)
    public Response act(QueueActionRequest wanted) {
        QueueAction action = queues.act(wanted, OPERATOR);
        return Response.created(uri.getAbsolutePathBuilder().path(action.id()).build())
                .entity(QueueActionView.of(action))
                .build();
    }

    @GET
    @Path("actions")
    @Needs(Right.ADMINISTRATION)
    public Page actions(@BeanParam PageRequest page) {
        return Page.of(queues.actions(page.after(), page.rows()), page, QueueAction::id, QueueActionView::of);
    }

    @GET
    @Path("actions/{id}")
    @Needs(Right.ADMINISTRATION)
    public QueueActionView action(@PathParam("id") String id) {
        return queues.action(id).map(QueueActionView::of).orElseThrow(() -> missing(id));
    }

    @DELETE
    @Path("actions/{id}")
    @Needs(Right.ADMINISTRATION)
    public void end(@PathParam("id") String id) {
        if (!queues.end(id)) {
            throw missing(id);
        }
    }

    private static ProblemException missing(String id) {
        return new ProblemException(Problem.notFound("There is no action " + id + " in force"));
    }
}
