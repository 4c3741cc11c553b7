package relay.web.credential;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import relay.tenant.CreatedCredential;
import relay.tenant.CredentialEntity;
import relay.tenant.CredentialRequest;
import relay.tenant.Credentials;
import relay.web.access.Caller;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /credentials}: for SMTP, for REST, or for a network. */
@Path("v1/credentials")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CredentialsResource {
    @Inject
    private Caller caller;

    @Inject
    private Credentials credentials;

    @Context
    private UriInfo uri;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.MANAGE)
    public Response create(CredentialRequest wanted) {
        CreatedCredential created = credentials.create(caller.tenantId(), wanted);
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(created.credential().getId())
                        .build())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(CredentialView.of(created))
                .build();
    }

    @GET
    @Needs(Right.READ)
    public Page list(@BeanParam PageRequest page) {
        return Page.of(
                credentials.list(caller.tenantId(), page.after(), page.rows()),
                page,
                CredentialEntity::getId,
                CredentialView::of);
    }

    @GET
    @Path("{id}")
    @Needs(Right.READ)
    public CredentialView find(@PathParam("id") String id) {
        return credentials.find(caller.tenantId(), id).map(CredentialView::of).orElseThrow(() -> missing(id));
    }

    @DELETE
    @Path("{id}")
    @Needs(Right.MANAGE)
    public void remove(@PathParam("id") String id) {
        if (!credentials.remove(caller.tenantId(), id)) {
            throw missing(id);
        }
    }

    private static ProblemException missing(String id) {
        return new ProblemException(Problem.notFound("There is no credential " + id));
    }
}
