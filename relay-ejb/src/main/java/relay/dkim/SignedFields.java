package relay.dkim;

import java.util.ArrayList;
import java.util.List;
import relay.message.HeaderField;
import relay.message.MessageHeader;

/**
 * The fields that our signatures cover (RFC 6376, section 5.4).
 *
 * <p>{@link #OVERSIGNED} are the fields that a reader or a mailbox provider acts upon: each is named once more than it
 * occurs, so that none can be added without breaking the signature (section 8.15). {@link #SIGNED} are covered as often
 * as they occur; lists and forwarders may add their own. Trace fields are not signed, since every hop adds to them.
 */
final class SignedFields {
    static final List<String> OVERSIGNED = List.of(
            "From",
            "Subject",
            "To",
            "Cc",
            "Date",
            "Message-ID",
            "Reply-To",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "In-Reply-To",
            "References",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Id",
            "Feedback-ID");

    static final List<String> SIGNED = List.of(
            "Sender",
            "Resent-Date",
            "Resent-From",
            "Resent-Sender",
            "Resent-To",
            "Resent-Cc",
            "Resent-Message-ID",
            "List-Help",
            "List-Subscribe",
            "List-Post",
            "List-Owner",
            "List-Archive",
            "Auto-Submitted",
            "CFBL-Address",
            "CFBL-Feedback-ID");

    private final List<String> names = new ArrayList<>();
    private final List<HeaderField> fields = new ArrayList<>();

    SignedFields(MessageHeader header) {
        for (String name : OVERSIGNED) {
            select(header, name);
            names.add(name);
        }
        for (String name : SIGNED) {
            select(header, name);
        }
    }

    /** Repeated fields count from the bottom up (RFC 6376, section 5.4.2). */
    private void select(MessageHeader header, String name) {
        List<HeaderField> all = header.fields();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).is(name)) {
                fields.add(all.get(i));
                names.add(name);
            }
        }
    }

    /** The names for h=, in the order of the signed fields. */
    List<String> names() {
        return names;
    }

    CanonicalHeader canonical(int capacity) {
        CanonicalHeader canonical = new CanonicalHeader(capacity);
        fields.forEach(field -> canonical.add(field, Canonicalization.RELAXED));
        return canonical;
    }
}
