package relay.web.problem;

import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * A problem document (RFC 9457).
 *
 * @param type {@code about:blank} where the status says all, else a name of ours
 * @param title short, the same for all problems of a type
 * @param status of the answer
 * @param detail this occurrence in words that its reader can act on
 * @param errors fields that are wrong, or null
 * @param reply the SMTP reply behind a refusal, or null
 * @param skipped recipients that an action could not reach, or null
 * @param incident names the log line of an unexpected failure, or null
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        List<FieldError> errors,
        String reply,
        List<Object> skipped,
        String incident) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String OURS = "urn:relay:problem:";
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;

    /** A problem that its status explains. */
    public static Problem of(Response.StatusType status, String detail) {
        return new Problem(
                "about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, null, null, null, null);
    }

    private static Problem ours(String name, String title, int status, String detail) {
        return new Problem(OURS + name, title, status, detail, null, null, null, null);
    }

    /** 400: the request cannot be read. */
    public static Problem malformed(String detail) {
        return ours("malformed", "Malformed request", Response.Status.BAD_REQUEST.getStatusCode(), detail);
    }

    /** 400: fields are missing or wrong. */
    public static Problem invalid(List<FieldError> errors) {
        String detail = errors.get(0).message()
                + (errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more, see errors)");
        return new Problem(
                OURS + "invalid-fields",
                "Invalid fields",
                Response.Status.BAD_REQUEST.getStatusCode(),
                detail,
                List.copyOf(errors),
                null,
                null,
                null);
    }

    /** 401. */
    public static Problem unauthenticated(String detail) {
        return ours("unauthenticated", "Not authenticated", Response.Status.UNAUTHORIZED.getStatusCode(), detail);
    }

    /** 403. */
    public static Problem forbidden(String detail) {
        return ours("forbidden", "Not allowed", Response.Status.FORBIDDEN.getStatusCode(), detail);
    }

    /** 404 of a resource. */
    public static Problem notFound(String detail) {
        return ours("not-found", "Not found", Response.Status.NOT_FOUND.getStatusCode(), detail);
    }

    /** 409. */
    public static Problem conflict(String detail) {
        return ours("conflict", "Conflict", Response.Status.CONFLICT.getStatusCode(), detail);
    }

    /** 410: what was there has gone by retention. */
    public static Problem gone(String detail) {
        return ours("gone", "Gone", Response.Status.GONE.getStatusCode(), detail);
    }

    /** 413. */
    public static Problem tooLarge(String detail) {
        return ours("too-large", "Too large", TOO_LARGE, detail);
    }

    /** 422: a message that the relay does not take. */
    public static Problem refused(String detail, String reply) {
        return ours("refused", "Message refused", UNPROCESSABLE, detail).withReply(reply);
    }

    /** 429: over a limit of the tenant. */
    public static Problem limited(String detail, String reply) {
        return ours("limited", "Over the limit", TOO_MANY, detail).withReply(reply);
    }

    /** 503: trying again later will help. */
    public static Problem unavailable(String detail) {
        return ours("unavailable", "Not available now", Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), detail);
    }

    /** 500. */
    public static Problem incident(String incident) {
        return new Problem(
                OURS + "incident",
                "Unexpected failure",
                Response.Status.INTERNAL_SERVER_ERROR.getStatusCode(),
                "Something went wrong in the relay; its log has more under " + incident,
                null,
                null,
                null,
                incident);
    }

    /** With the SMTP reply behind it. */
    public Problem withReply(String said) {
        return new Problem(type, title, status, detail, errors, said, skipped, incident);
    }

    /** With the recipients that could not be reached. */
    public Problem withSkipped(List<?> recipients) {
        return new Problem(type, title, status, detail, errors, reply, List.copyOf(recipients), incident);
    }
}
