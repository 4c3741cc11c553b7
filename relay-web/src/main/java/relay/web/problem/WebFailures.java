package relay.web.problem;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** {@link Failures} for JAX-RS's own exceptions, for which not every server asks a mapper of all throwables. */
@Provider
@Dependent
public class WebFailures implements ExceptionMapper<WebApplicationException> {
    @Inject
    private Failures failures;

    @Override
    public Response toResponse(WebApplicationException failure) {
        return failures.toResponse(failure);
    }
}
