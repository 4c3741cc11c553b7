package relay.compose;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A message to compose.
 *
 * @param from its author
 * @param to recipients
 * @param cc recipients of a copy
 * @param bcc recipients whom the others do not see
 * @param replyTo where answers go, or empty
 * @param subject or null
 * @param text as plain text, or null
 * @param html as HTML, or null
 * @param headers further fields in order
 * @param attachments in order
 */
public record Draft(
        Address from,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        List<Address> replyTo,
        String subject,
        Text text,
        Text html,
        Map<String, String> headers,
        List<Attachment> attachments) {
    public Draft {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        replyTo = List.copyOf(replyTo);
        headers = new LinkedHashMap<>(headers);
        attachments = List.copyOf(attachments);
    }

    /** All recipients in order, each once. */
    public Set<String> recipients() {
        Set<String> recipients = new LinkedHashSet<>();
        Stream.of(to, cc, bcc).flatMap(List::stream).forEach(address -> recipients.add(address.address()));
        return recipients;
    }

    /** Whether an address needs SMTPUTF8 (RFC 6531). */
    public boolean needsUtf8() {
        return Stream.of(List.of(from), to, cc, bcc, replyTo)
                .flatMap(List::stream)
                .anyMatch(address -> !address.isAscii());
    }
}
