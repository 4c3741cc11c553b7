package relay.idempotency;

import java.time.Duration;

/** What has become of a key that a request came with. */
public sealed interface Claimed {
    /**
     * The request is this one's to carry out.
     *
     * @param queueId of the message that it sends
     * @param again whether an earlier try may have sent it already
     */
    record Open(String queueId, boolean again) implements Claimed {}

    /**
     * The request was carried out before.
     *
     * @param queueId of the message that was sent
     * @param messageId of that message, or null
     */
    record Answered(String queueId, String messageId) implements Claimed {}

    /**
     * Another request under this key is being carried out.
     *
     * @param retryAfter when it has ended, or counts as dead
     */
    record Running(Duration retryAfter) implements Claimed {}

    /** The key was used for another request. */
    record Different() implements Claimed {}
}
