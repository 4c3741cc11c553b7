package relay.web.message;

import java.time.Duration;
import relay.smtp.Reply;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** SMTP's refusals as problems. */
final class Refusals {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LIMITED = Duration.ofMinutes(1);
    private static final int TOO_LARGE = 552;
    private static final int LIMIT_REACHED = 450;

    private Refusals() {}

    static ProblemException of(Reply reply) {
        if (reply.code() == TOO_LARGE) {
            return new ProblemException(Problem.tooLarge(reply.text()).withReply(reply.toString()));
        }
        if (reply.isPermanent()) {
            return new ProblemException(Problem.refused(reply.text(), reply.toString()));
        }
        return reply.code() == LIMIT_REACHED
                ? new ProblemException(Problem.limited(reply.text(), reply.toString()), LIMITED)
                : new ProblemException(Problem.unavailable(reply.text()).withReply(reply.toString()), SOON);
    }
}
