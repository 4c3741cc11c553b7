package relay.web.json;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/**
 * Refuses a request without a body where one is needed. Without a Content-Type too, servers ask no reader of bodies and
 * hand null to the resource.
 */
@Provider
@Priority(Priorities.ENTITY_CODER)
@Dependent
public class MissingBodies implements ContainerRequestFilter {
    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMediaType() == null && needsBody(resource.getResourceMethod()) && !request.hasEntity()) {
            throw new ProblemException(Problem.malformed("The body must be a JSON object"));
        }
    }

    static boolean needsBody(Method method) {
        return method != null && Arrays.stream(method.getParameterTypes()).anyMatch(Class::isRecord);
    }
}
