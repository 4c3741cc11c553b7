package relay.web.message;

import java.util.List;
import relay.history.RecipientAction;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/**
 * A decision about recipients in doubt.
 *
 * @param action resend, delivered or bounce
 */
public record Resolution(String action) {
    RecipientAction decision() {
        return switch (action == null ? "" : action) {
            case "resend" -> RecipientAction.RESEND;
            case "delivered" -> RecipientAction.CONFIRM;
            case "bounce" -> RecipientAction.GIVE_UP;
            default ->
                throw new ProblemException(Problem.invalid(
                        List.of(new FieldError("action", "action must be resend, delivered or bounce"))));
        };
    }
}
