package relay.submission;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import relay.message.HeaderField;

/** The X-Relay fields, each with the form that its value must have, in words for a refusal. */
enum RelayOption {
    STREAM("X-Relay-Stream", "transactional or broadcast"),
    TAG("X-Relay-Tag", "1 to 128 printable characters"),
    METADATA("X-Relay-Metadata", "a JSON object of strings, numbers and booleans"),
    TRACK("X-Relay-Track", "opens, clicks, both with a comma between, or none"),
    SEND_AT("X-Relay-Send-At", "a time like 2026-11-21T09:30:00Z or 2026-11-21T10:30:00+01:00"),
    EXPIRE_AT("X-Relay-Expire-At", "a time to come like 2026-11-21T09:30:00Z or 2026-11-21T10:30:00+01:00"),
    CAMPAIGN("X-Relay-Campaign", "1 to 128 printable characters"),
    IDEMPOTENCY_KEY("X-Relay-Idempotency-Key", "1 to 256 printable ASCII characters");

    static final String PREFIX = "X-Relay-";

    private final String header;
    private final String form;

    RelayOption(String header, String form) {
        this.header = header;
        this.form = form;
    }

    static Optional<RelayOption> of(HeaderField field) {
        return Arrays.stream(values()).filter(option -> field.is(option.header)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(RelayOption::header).collect(Collectors.joining(", "));
    }

    String header() {
        return header;
    }

    String form() {
        return form;
    }

    boolean mayRepeat() {
        return this == TAG;
    }
}
