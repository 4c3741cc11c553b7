package relay.web.domain;

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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import relay.tenant.DomainEntity;
import relay.tenant.Domains;
import relay.web.access.Caller;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /domains}: what a tenant may send from. Only the answers about one domain ask the DNS. */
@Path("v1/domains")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DomainsResource {
    @Inject
    private Caller caller;

    @Inject
    private Domains domains;

    @Context
    private UriInfo uri;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.MANAGE)
    public Response create(NewDomain wanted) {
        DomainEntity domain = domains.create(caller.tenantId(), wanted.name());
        return Response.created(
                        uri.getAbsolutePathBuilder().path(domain.getName()).build())
                .entity(needed(domain))
                .build();
    }

    @GET
    @Needs(Right.READ)
    public Page list(@BeanParam PageRequest page) {
        return Page.of(
                domains.list(caller.tenantId(), page.after(), page.rows()), page, DomainEntity::getName, this::needed);
    }

    @GET
    @Path("{name}")
    @Needs(Right.READ)
    public DomainView find(@PathParam("name") String name) {
        return checked(domains.find(caller.tenantId(), name), name);
    }

    @DELETE
    @Path("{name}")
    @Needs(Right.MANAGE)
    public void remove(@PathParam("name") String name) {
        if (!domains.remove(caller.tenantId(), name)) {
            throw missing(name);
        }
    }

    @POST
    @Path("{name}/verify")
    @Needs(Right.MANAGE)
    public DomainView verify(@PathParam("name") String name) {
        return checked(domains.verify(caller.tenantId(), name), name);
    }

    @POST
    @Path("{name}/dkim/rotate")
    @Needs(Right.MANAGE)
    public DomainView rotate(@PathParam("name") String name) {
        return domains.rotate(caller.tenantId(), name).map(this::needed).orElseThrow(() -> missing(name));
    }

    private DomainView needed(DomainEntity domain) {
        return DomainView.of(domain, domains.needed(domain));
    }

    private DomainView checked(Optional<DomainEntity> domain, String name) {
        return domain.map(found -> DomainView.of(found, domains.records(found))).orElseThrow(() -> missing(name));
    }

    private static ProblemException missing(String name) {
        return new ProblemException(Problem.notFound("There is no domain " + name));
    }
}
