package relay.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import relay.message.HeaderField;
import relay.message.MessageHeader;

/** The fields of a header by name, from which each signature takes those it covers from the bottom up. */
final class HeaderStack {
    private final Map<String, List<HeaderField>> byName = new HashMap<>();

    HeaderStack(MessageHeader header) {
        for (HeaderField field : header.fields()) {
            byName.computeIfAbsent(key(field.name()), name -> new ArrayList<>(1))
                    .add(field);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The fields that h= names, in its order; a name without a field left is passed over (RFC 6376, section 5.4.2). */
    List<HeaderField> select(List<String> names) {
        Map<String, Integer> taken = new HashMap<>();
        List<HeaderField> selected = new ArrayList<>();
        for (String name : names) {
            List<HeaderField> fields = byName.getOrDefault(key(name), List.of());
            int left = fields.size() - taken.merge(key(name), 1, Integer::sum);
            if (left >= 0) {
                selected.add(fields.get(left));
            }
        }
        return selected;
    }
}
