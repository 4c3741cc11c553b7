package relay.history;

import java.util.List;

/**
 * What an action came to.
 *
 * @param changed addresses of the recipients that it reached
 * @param skipped recipients that it did not apply to
 */
public record ActionResult(List<String> changed, List<Skipped> skipped) {
    public ActionResult {
        changed = List.copyOf(changed);
        skipped = List.copyOf(skipped);
    }

    /**
     * A recipient that an action did not apply to.
     *
     * @param address forward-path
     * @param status as it stays
     * @param reason in words
     */
    public record Skipped(String address, String status, String reason) {}
}
