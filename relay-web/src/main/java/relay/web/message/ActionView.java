package relay.web.message;

import java.util.List;
import relay.history.ActionResult;

/**
 * The answer to an action.
 *
 * @param queueId identity of the message
 * @param status of the message afterwards
 * @param changed addresses of the recipients that the action reached
 * @param skipped recipients that it did not apply to
 */
public record ActionView(String queueId, String status, List<String> changed, List<ActionResult.Skipped> skipped) {}
