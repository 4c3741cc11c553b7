package relay.web.problem;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Refuses addresses with control characters in a part of the path, or with NUL in a query parameter: no name has them,
 * and PostgreSQL takes no NUL. Payara answers a NUL in the path itself, with 400 and without a body.
 */
@Provider
@Priority(Priorities.USER)
@Dependent
public class ControlCharacters implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (hasAny(request.getUriInfo().getPathParameters(), Character::isISOControl)
                || hasAny(request.getUriInfo().getQueryParameters(), c -> c == 0)) {
            throw new ProblemException(Problem.malformed("The address must not contain control characters"));
        }
    }

    static boolean hasAny(MultivaluedMap<String, String> parameters, IntPredicate character) {
        return parameters.values().stream()
                .flatMap(List::stream)
                .anyMatch(value -> value.chars().anyMatch(character));
    }
}
