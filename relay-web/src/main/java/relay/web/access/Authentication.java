package relay.web.access;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Optional;
import relay.tenant.Credential;
import relay.tenant.Credentials;
import relay.tenant.Directory;
import relay.tenant.DirectoryReader;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/**
 * Finds out who calls: the administrator's token, or an api credential of a tenant. Costs one hash and a look into
 * memory, whether the token is right or wrong.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@Dependent
public class Authentication implements ContainerRequestFilter {
    @Inject
    private Caller caller;

    @Inject
    private DirectoryReader directory;

    @Inject
    private AdministratorToken administrator;

    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        Right needed = needed(resource.getResourceMethod());
        if (needed == Right.NOTHING) {
            return;
        }
        String token = Tokens.bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElseThrow(() -> unauthenticated("The header Authorization: Bearer <key> is missing"));
        String tenant = request.getHeaderString(Caller.TENANT_HEADER);
        Directory snapshot = directory.current();
        Optional<Credential> credential = snapshot.token(Credentials.tokenKey(token));
        if (administrator.is(token)) {
            caller.isAdministrator(tenant, snapshot);
        } else {
            Credential known = credential.orElseThrow(() -> unauthenticated("The key is not known, or not any more"));
            permit(known, needed, tenant);
            caller.isCredential(known, snapshot);
        }
    }

    static Right needed(Method method) {
        Needs needs = method == null ? null : method.getAnnotation(Needs.class);
        return needs == null ? Right.ADMINISTRATION : needs.value();
    }

    private static void permit(Credential credential, Right needed, String tenant) {
        if (needed == Right.ADMINISTRATION) {
            throw new ProblemException(Problem.forbidden("This needs the administrator's token"));
        }
        if (!credential.scopes().contains(needed.scope())) {
            throw new ProblemException(
                    Problem.forbidden("This needs the scope " + needed.scope() + ", which the key does not have"));
        }
        if (tenant != null && !tenant.equals(credential.tenantId())) {
            throw new ProblemException(Problem.forbidden(
                    "The key belongs to another tenant than the one that " + Caller.TENANT_HEADER + " names"));
        }
    }

    private static ProblemException unauthenticated(String detail) {
        return new ProblemException(Problem.unauthenticated(detail));
    }
}
