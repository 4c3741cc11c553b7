package relay.web.problem;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.tenant.ConflictException;
import relay.tenant.InvalidRequestException;

/** Whatever a request ends in, as a problem. */
@Provider
@Dependent
public class Failures implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(Failures.class.getName());
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MAX_CAUSES = 20;
    /** SQLState of a row that is there already, on both databases. */
    private static final String DUPLICATE = "23505";
    /** SQLState classes of a database that is away: connection lost, shutting down, resources used up. */
    private static final List<String> AWAY = List.of("08", "57", "53", "90");

    @Override
    public Response toResponse(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            Optional<Response> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
            cause = cause.getCause();
        }
        String incident = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(Level.SEVERE, "event=request-failed incident=" + incident, failure);
        return answer(Problem.incident(incident), null);
    }

    private static Optional<Response> known(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return Optional.of(answer(problem.problem(), problem.retryAfter()));
        }
        if (failure instanceof InvalidRequestException invalid) {
            return Optional.of(
                    answer(Problem.invalid(List.of(new FieldError(invalid.field(), invalid.getMessage()))), null));
        }
        if (failure instanceof ConflictException) {
            return Optional.of(answer(Problem.conflict(failure.getMessage()), null));
        }
        if (failure instanceof WebApplicationException web) {
            return Optional.of(web(web.getResponse()));
        }
        return failure instanceof SQLException sql ? database(sql) : Optional.empty();
    }

    /** Two requests at a time may both find a name free; a database that is away comes back. */
    private static Optional<Response> database(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.equals(DUPLICATE)) {
            return Optional.of(answer(Problem.conflict("There is one of this name already"), null));
        }
        if (AWAY.stream().anyMatch(state::startsWith)) {
            LOG.log(Level.WARNING, "event=request-without-database reason={0}", failure.getMessage());
            return Optional.of(answer(Problem.unavailable("The database is away; try again later"), SOON));
        }
        return Optional.empty();
    }

    /** What JAX-RS itself answers, with its own headers (Allow) and without its own words. */
    private static Response web(Response original) {
        Response.ResponseBuilder answer =
                builder(Problem.of(original.getStatusInfo(), detail(original.getStatus())), null);
        Object allow = original.getHeaders().getFirst(HttpHeaders.ALLOW);
        return allow == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allow).build();
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this path; /api/docs shows what there is";
            case 405 -> "This path does not take this method";
            case 406 -> "This path does not answer in a media type that Accept allows";
            case 415 -> "The content type must be application/json";
            default -> "The request cannot be answered";
        };
    }

    private static Response answer(Problem problem, Duration retryAfter) {
        return builder(problem, retryAfter).build();
    }

    private static Response.ResponseBuilder builder(Problem problem, Duration retryAfter) {
        Response.ResponseBuilder answer = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(problem);
        if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"relay\"");
        }
        return retryAfter == null ? answer : answer.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
    }
}
