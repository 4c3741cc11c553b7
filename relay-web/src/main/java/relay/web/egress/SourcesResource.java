package relay.web.egress;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import relay.egress.EgressSources;
import relay.egress.SourceChange;
import relay.egress.StoredSource;
import relay.egress.WarmUpUse;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /egress/sources}: the addresses that mail leaves from. */
@Path("v1/egress/sources")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SourcesResource {
    private static final int LAST_DAY = 999_999;

    @Inject
    private EgressSources sources;

    @Context
    private UriInfo uri;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ADMINISTRATION)
    public Response create(SourceChange wanted) {
        StoredSource created = sources.create(wanted);
        return Response.created(
                        uri.getAbsolutePathBuilder().path(created.name()).build())
                .entity(SourceView.of(created))
                .build();
    }

    @GET
    @Needs(Right.ADMINISTRATION)
    public Page list(@BeanParam PageRequest page) {
        List<StoredSource> after = sources.list().stream()
                .filter(found -> found.name().compareTo(page.after()) > 0)
                .limit(page.rows())
                .toList();
        return Page.of(after, page, StoredSource::name, SourceView::of);
    }

    @GET
    @Path("{name}")
    @Needs(Right.ADMINISTRATION)
    public SourceView find(@PathParam("name") String name) {
        return sources.find(name).map(SourceView::of).orElseThrow(() -> missing(name));
    }

    @GET
    @Path("{name}/warm-up")
    @Needs(Right.ADMINISTRATION)
    public Page warmUp(@PathParam("name") String name, @BeanParam PageRequest page) {
        StoredSource source = sources.find(name).orElseThrow(() -> missing(name));
        List<WarmUpUse> used = sources.warmUpUse(name).stream()
                .filter(use -> page.after().isEmpty() || key(use).compareTo(page.after()) > 0)
                .limit(page.rows())
                .toList();
        return Page.of(used, page, SourcesResource::key, use -> WarmUpView.of(source, use));
    }

    /** In the order of the list: the latest day first. */
    private static String key(WarmUpUse use) {
        return String.format("%06d %s", LAST_DAY - use.day(), use.site());
    }

    @PATCH
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ADMINISTRATION)
    public SourceView change(@PathParam("name") String name, SourceChange change) {
        return sources.change(name, change).map(SourceView::of).orElseThrow(() -> missing(name));
    }

    @DELETE
    @Path("{name}")
    @Needs(Right.ADMINISTRATION)
    public void remove(@PathParam("name") String name) {
        if (!sources.remove(name)) {
            throw missing(name);
        }
    }

    private static ProblemException missing(String name) {
        return new ProblemException(Problem.notFound("There is no egress source " + name));
    }
}
