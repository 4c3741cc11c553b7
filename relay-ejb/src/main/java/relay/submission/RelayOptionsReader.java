package relay.submission;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import relay.message.EncodedWords;
import relay.message.HeaderField;
import relay.smtp.Reply;

/** Gathers the X-Relay fields of one message; the first that is wrong is what the message is refused for. */
final class RelayOptionsReader {
    private final SubmissionRules rules;
    private final Instant now;
    private final Set<RelayOption> seen = EnumSet.noneOf(RelayOption.class);
    private final Set<String> tags = new LinkedHashSet<>();
    private String stream;
    private String metadata;
    private Tracking track;
    private Instant sendAt;
    private Instant expireAt;
    private String campaign;
    private String idempotencyKey;
    private Reply refusal;

    RelayOptionsReader(SubmissionRules rules, Instant now) {
        this.rules = rules;
        this.now = now;
    }

    void take(HeaderField field) {
        RelayOption.of(field).ifPresentOrElse(option -> take(option, field), () -> refuseUnknown(field));
    }

    private void take(RelayOption option, HeaderField field) {
        if (!seen.add(option) && !option.mayRepeat()) {
            refuse(option.header() + " is given more than once");
        } else if (!read(option, EncodedWords.decode(field.value()))) {
            refuse(option.header() + " is malformed: allowed is " + option.form());
        }
    }

    private void refuseUnknown(HeaderField field) {
        refuse(ReplyText.ascii(field.name()) + " is not known: X-Relay fields are " + RelayOption.known());
    }

    private void refuse(String why) {
        if (refusal == null) {
            refusal = Reply.of(554, "5.6.0", why);
        }
    }

    /** Takes up one value; false when it has not the form that its option asks for. */
    private boolean read(RelayOption option, String value) {
        return switch (option) {
            case STREAM -> (stream = checked(value.toLowerCase(Locale.ROOT), OptionRules.STREAMS::contains)) != null;
            case TAG -> tag(value);
            case METADATA -> metadata(value);
            case TRACK -> (track = Tracking.parse(value).orElse(null)) != null;
            case SEND_AT -> (sendAt = time(value)) != null;
            case EXPIRE_AT -> (expireAt = checked(time(value), now::isBefore)) != null;
            case CAMPAIGN -> (campaign = checked(value, OptionRules::isLabel)) != null;
            case IDEMPOTENCY_KEY -> (idempotencyKey = checked(value, OptionRules::isKey)) != null;
        };
    }

    private static <T> T checked(T value, Predicate<T> allowed) {
        return value != null && allowed.test(value) ? value : null;
    }

    private boolean tag(String value) {
        boolean valid = OptionRules.isLabel(value);
        if (valid && tags.add(value) && tags.size() > rules.maxTags()) {
            refuse("X-Relay-Tag is given too often: at most " + rules.maxTags() + " tags a message");
        }
        return valid;
    }

    private boolean metadata(String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length > rules.maxMetadataBytes()) {
            refuse("X-Relay-Metadata is too long: at most " + rules.maxMetadataBytes() + " bytes");
        }
        metadata = checked(value, FlatJson::isFlatObject);
        return metadata != null;
    }

    private Instant time(String value) {
        try {
            return checked(
                    OffsetDateTime.parse(value).toInstant(), at -> !at.isAfter(now.plus(rules.maxScheduleAhead())));
        } catch (DateTimeException malformed) {
            return null;
        }
    }

    /** Why the message is refused, or empty. */
    Optional<Reply> refusal() {
        if (sendAt != null && expireAt != null && !sendAt.isBefore(expireAt)) {
            refuse("X-Relay-Expire-At is not after X-Relay-Send-At");
        }
        return Optional.ofNullable(refusal);
    }

    RelayOptions options() {
        return new RelayOptions(stream, List.copyOf(tags), metadata, track, sendAt, expireAt, campaign, idempotencyKey);
    }
}
