package relay.ledger;

/**
 * How a recipient stands when it is first written: as it begins, or already claimed, or with its first outcome.
 *
 * @param status in which it is
 * @param attempts made so far
 * @param generation raised by each claim and each outcome
 * @param nextAt when it is due, milliseconds since 1970, or null
 * @param claim by which a run is about to send to it, or null
 * @param reply the last one, or the reason why it waits, or null
 * @param site name of the remote host, or null
 * @param delayNotified whether its sender has been told of a delay
 * @param updatedAt milliseconds since 1970
 */
record RecipientState(
        RecipientStatus status,
        int attempts,
        int generation,
        Long nextAt,
        Claim claim,
        String reply,
        String site,
        boolean delayNotified,
        long updatedAt) {
    /**
     * As it begins, or as its first claim leaves it.
     *
     * @param claim or null
     */
    static RecipientState of(MessageRow message, RecipientRow recipient, Claim claim) {
        return new RecipientState(
                recipient.status(),
                0,
                claim == null ? 0 : claim.generation() + 1,
                recipient.nextAt(),
                claim,
                recipient.reason(),
                null,
                false,
                message.acceptedAt());
    }

    /** As its first outcome leaves it. */
    static RecipientState after(Outcome outcome) {
        return new RecipientState(
                outcome.status(),
                outcome.attempts(),
                outcome.generation() + 1,
                outcome.nextAt(),
                null,
                outcome.reply(),
                outcome.site(),
                outcome.delayNotified(),
                outcome.at());
    }
}
