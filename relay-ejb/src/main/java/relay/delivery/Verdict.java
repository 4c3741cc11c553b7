package relay.delivery;

import relay.ledger.RecipientStatus;

/**
 * What an attempt means for its recipient.
 *
 * @param status the new status
 * @param nextAt when it is due again, milliseconds since 1970, or null
 * @param enhancedStatus RFC 3463 code for events and DSNs
 * @param inDoubt whether the remote host may have taken the message without our knowing
 */
public record Verdict(RecipientStatus status, Long nextAt, String enhancedStatus, boolean inDoubt) {}
