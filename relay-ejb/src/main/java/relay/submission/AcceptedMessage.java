package relay.submission;

import java.time.Instant;
import relay.smtp.Envelope;

/**
 * A message on its way from the listener to the database: everything but the bytes of its content.
 *
 * @param queueId identity, as the 250 reply said it
 * @param tenantId whose
 * @param credentialId who submitted it
 * @param stream default stream of the credential
 * @param envelope MAIL and RCPT
 * @param facts of the header, for the message log
 * @param options of the X-Relay fields
 * @param origin the peer, for people
 * @param acceptedAt when
 * @param headerSize bytes of the header with its empty line, the first of the content
 * @param contentSize bytes of the content in all
 * @param expiresAt when trying ends
 */
public record AcceptedMessage(
        String queueId,
        String tenantId,
        String credentialId,
        String stream,
        Envelope envelope,
        MessageFacts facts,
        RelayOptions options,
        String origin,
        Instant acceptedAt,
        int headerSize,
        long contentSize,
        Instant expiresAt) {
    /** The stream that its sender asked for, else its credential's. */
    public String chosenStream() {
        return options.stream() == null ? stream : options.stream();
    }

    /** Whether it was submitted to be sent later. */
    public boolean isScheduled() {
        return options.sendAt() != null && options.sendAt().isAfter(acceptedAt);
    }
}
