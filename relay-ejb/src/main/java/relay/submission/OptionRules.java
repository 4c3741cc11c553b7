package relay.submission;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What relay options must keep to, whether they come as X-Relay fields or by REST. */
public final class OptionRules {
    static final Set<String> STREAMS = Set.of("transactional", "broadcast");

    private static final int MAX_LABEL = 128;
    private static final int MAX_KEY = 256;

    private final SubmissionRules rules;

    public OptionRules(SubmissionRules rules) {
        this.rules = rules;
    }

    /** Everything that is wrong: names of REST fields, and what is allowed. */
    public Map<String, String> defects(RelayOptions options, Instant now) {
        Map<String, String> defects = new LinkedHashMap<>();
        if (options.stream() != null && !STREAMS.contains(options.stream())) {
            defects.put("stream", "stream must be transactional or broadcast");
        }
        tags(options, defects);
        if (options.metadata() != null && !isMetadata(options.metadata())) {
            defects.put(
                    "metadata",
                    "metadata must be an object of strings, numbers and booleans of at most " + rules.maxMetadataBytes()
                            + " bytes");
        }
        if (options.campaign() != null && !isLabel(options.campaign())) {
            defects.put("campaign", "campaign must have 1 to " + MAX_LABEL + " printable characters");
        }
        times(options, now, defects);
        return defects;
    }

    private void tags(RelayOptions options, Map<String, String> defects) {
        if (options.tags().size() > rules.maxTags() || !options.tags().stream().allMatch(OptionRules::isLabel)) {
            defects.put(
                    "tags",
                    "tags must be at most " + rules.maxTags() + " texts of 1 to " + MAX_LABEL
                            + " printable characters");
        }
    }

    private void times(RelayOptions options, Instant now, Map<String, String> defects) {
        if (options.sendAt() != null && isTooFar(options.sendAt(), now)) {
            defects.put(
                    "sendAt",
                    "sendAt must lie within " + rules.maxScheduleAhead().toDays() + " days");
        }
        if (options.expireAt() == null) {
            return;
        }
        if (isTooFar(options.expireAt(), now) || !options.expireAt().isAfter(now)) {
            defects.put(
                    "expireAt",
                    "expireAt must lie in the future, within "
                            + rules.maxScheduleAhead().toDays() + " days");
        } else if (!options.isInOrder()) {
            defects.put("expireAt", "expireAt must be after sendAt");
        }
    }

    private boolean isTooFar(Instant at, Instant now) {
        return at.isAfter(now.plus(rules.maxScheduleAhead()));
    }

    private boolean isMetadata(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length <= rules.maxMetadataBytes() && FlatJson.isFlatObject(json);
    }

    static boolean isLabel(String value) {
        int length = value.codePointCount(0, value.length());
        return length >= 1 && length <= MAX_LABEL && value.chars().noneMatch(Character::isISOControl);
    }

    /** Whether the text may be an idempotency key. */
    public static boolean isKey(String value) {
        return !value.isEmpty() && value.length() <= MAX_KEY && value.chars().allMatch(c -> c >= ' ' && c < 127);
    }
}
