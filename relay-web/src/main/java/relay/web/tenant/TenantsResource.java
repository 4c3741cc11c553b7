package relay.web.tenant;

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
import relay.tenant.TenantChange;
import relay.tenant.TenantEntity;
import relay.tenant.Tenants;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /tenants}: made, changed and removed by administrators. */
@Path("v1/tenants")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TenantsResource {
    @Inject
    private Tenants tenants;

    @Context
    private UriInfo uri;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ADMINISTRATION)
    public Response create(TenantChange wanted) {
        TenantEntity tenant = tenants.create(wanted);
        return Response.created(
                        uri.getAbsolutePathBuilder().path(tenant.getId()).build())
                .entity(TenantView.of(tenant))
                .build();
    }

    @GET
    @Needs(Right.ADMINISTRATION)
    public Page list(@BeanParam PageRequest page) {
        return Page.of(tenants.list(page.after(), page.rows()), page, TenantEntity::getId, TenantView::of);
    }

    @GET
    @Path("{id}")
    @Needs(Right.ADMINISTRATION)
    public TenantView find(@PathParam("id") String id) {
        return tenants.find(id).map(TenantView::of).orElseThrow(() -> missing(id));
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.ADMINISTRATION)
    public TenantView change(@PathParam("id") String id, TenantChange change) {
        return tenants.change(id, change).map(TenantView::of).orElseThrow(() -> missing(id));
    }

    @DELETE
    @Path("{id}")
    @Needs(Right.ADMINISTRATION)
    public void remove(@PathParam("id") String id) {
        if (!tenants.remove(id)) {
            throw missing(id);
        }
    }

    private static ProblemException missing(String id) {
        return new ProblemException(Problem.notFound("There is no tenant " + id));
    }
}
