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
import relay.egress.EgressPools;
import relay.egress.PoolChange;
import relay.egress.StoredPool;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /egress/pools}: sources that share mail out among them. */
@Path("v1/egress/pools")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PoolsResource {
    @Inject
    private EgressPools pools;

    @Context
    private UriInfo uri;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ADMINISTRATION)
    public Response create(PoolChange wanted) {
        StoredPool created = pools.create(wanted);
        return Response.created(
                        uri.getAbsolutePathBuilder().path(created.name()).build())
                .entity(PoolView.of(created))
                .build();
    }

    @GET
    @Needs(Right.ADMINISTRATION)
    public Page list(@BeanParam PageRequest page) {
        List<StoredPool> after = pools.list().stream()
                .filter(found -> found.name().compareTo(page.after()) > 0)
                .limit(page.rows())
                .toList();
        return Page.of(after, page, StoredPool::name, PoolView::of);
    }

    @GET
    @Path("{name}")
    @Needs(Right.ADMINISTRATION)
    public PoolView find(@PathParam("name") String name) {
        return pools.find(name).map(PoolView::of).orElseThrow(() -> missing(name));
    }

    @PATCH
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ADMINISTRATION)
    public PoolView change(@PathParam("name") String name, PoolChange change) {
        return pools.change(name, change).map(PoolView::of).orElseThrow(() -> missing(name));
    }

    @DELETE
    @Path("{name}")
    @Needs(Right.ADMINISTRATION)
    public void remove(@PathParam("name") String name) {
        if (!pools.remove(name)) {
            throw missing(name);
        }
    }

    private static ProblemException missing(String name) {
        return new ProblemException(Problem.notFound("There is no egress pool " + name));
    }
}
