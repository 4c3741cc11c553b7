package relay.web.problem;

import java.time.Duration;

/** Ends a request with a problem. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final Duration retryAfter;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /**
     * A problem that passes.
     *
     * @param retryAfter when to try again, or null
     */
    public ProblemException(Problem problem, Duration retryAfter) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /** When to try again, or null. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
