package relay.it.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import relay.smtp.testing.ReceivedMessage;

/**
 * A delivery status notification (RFC 3464) as its receiver reads it, with somebody else's parser.
 *
 * @param message the whole message
 * @param text what a person reads
 * @param aboutMessage the fields about the message
 * @param recipients the fields about each recipient
 * @param returned the original message or its header
 */
public record Notice(
        Message message,
        String text,
        Map<String, String> aboutMessage,
        List<Map<String, String>> recipients,
        String returned) {
    /** Reads what arrived; fails where it is no well-formed report. */
    public static Notice read(ReceivedMessage arrived) throws IOException {
        Message message = new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(arrived.content()));
        if (!message.getMimeType().equals("multipart/report")) {
            throw new AssertionError("not a report: " + arrived.text());
        }
        List<Entity> parts = ((Multipart) message.getBody()).getBodyParts();
        if (!parts.get(1).getMimeType().equals("message/delivery-status")) {
            throw new AssertionError("not about a delivery: " + parts.get(1).getMimeType());
        }
        List<Map<String, String>> groups = groups(bytes(parts.get(1)));
        return new Notice(
                message,
                bytes(parts.get(0)),
                groups.get(0),
                groups.subList(1, groups.size()),
                parts.size() > 2 ? returned(parts.get(2)) : "");
    }

    private static String returned(Entity part) throws IOException {
        return part.getBody() instanceof Message original ? original.getHeader().toString() : bytes(part);
    }

    private static String bytes(Entity part) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((SingleBody) part.getBody()).writeTo(out);
        return out.toString(UTF_8);
    }

    private static List<Map<String, String>> groups(String fields) {
        List<Map<String, String>> groups = new ArrayList<>();
        for (String group : fields.strip().split("\r?\n\r?\n", -1)) {
            Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            group.replaceAll("\r?\n[ \t]+", " ").lines().forEach(line -> {
                int colon = line.indexOf(':');
                values.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            });
            groups.add(values);
        }
        return groups;
    }

    /** A field about the only recipient. */
    public String field(String name) {
        if (recipients.size() != 1) {
            throw new AssertionError("about " + recipients.size() + " recipients");
        }
        return recipients.get(0).getOrDefault(name, "");
    }
}
