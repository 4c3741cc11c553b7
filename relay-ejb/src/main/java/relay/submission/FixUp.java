package relay.submission;

import relay.smtp.Reply;

/** What {@link HeaderFixUps} made of a message. */
public sealed interface FixUp {
    /**
     * The message is not taken.
     *
     * @param reply says why and what to do
     */
    record Refused(Reply reply) implements FixUp {}

    /**
     * The message is taken with another header.
     *
     * @param header the header that the message goes on with, the empty line at its end included
     * @param bodyOffset how many bytes of the original content the header replaces; what follows them is the body
     * @param facts for the message log
     * @param options what the X-Relay fields ask for
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Accepted(byte[] header, int bodyOffset, MessageFacts facts, RelayOptions options) implements FixUp {}
}
