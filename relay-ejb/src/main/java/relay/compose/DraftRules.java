package relay.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a draft must keep to, beyond its addresses. */
public final class DraftRules {
    public static final int MAX_ATTACHMENTS = 100;
    public static final int MAX_HEADERS = 100;
    public static final int MAX_SUBJECT = 1_000;
    public static final int MAX_HEADER = 4_000;
    public static final int MAX_FILENAME = 255;

    private static final int MAX_CONTENT_ID = 200;
    private static final Pattern FIELD_NAME = Pattern.compile("[!-9;-~]{1,76}");
    private static final Pattern CONTENT_ID = Pattern.compile("[!-;=?-~]{1," + MAX_CONTENT_ID + "}");
    private static final Pattern CONTENT_TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,80}"
            + "(; ?[A-Za-z0-9_-]{1,40}=([A-Za-z0-9!#$&^_.+-]{1,100}|\"[ !#-\\[\\]-~]{1,100}\")){0,5}");
    /** Fields that composition, fix-ups or signing write, or that are not the author's to write. */
    private static final Set<String> OURS = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "received",
            "return-path",
            "dkim-signature",
            "authentication-results");

    private static final List<String> OUR_PREFIXES = List.of("content-", "resent-", "x-relay-", "arc-");

    private final List<Defect> defects = new ArrayList<>();

    private DraftRules() {}

    /** Everything that is wrong with the draft. */
    public static List<Defect> defects(Draft draft) {
        DraftRules rules = new DraftRules();
        rules.check(draft);
        return rules.defects;
    }

    private void check(Draft draft) {
        if (draft.subject() != null && (draft.subject().length() > MAX_SUBJECT || hasControl(draft.subject()))) {
            wrong("subject", "must have at most " + MAX_SUBJECT + " characters and no line ends");
        }
        if (draft.headers().size() > MAX_HEADERS) {
            wrong("headers", "must have at most " + MAX_HEADERS + " fields");
        }
        draft.headers().forEach(this::header);
        for (int i = 0; i < draft.attachments().size(); i++) {
            attachment("attachments[" + i + "].", draft.attachments().get(i));
        }
    }

    private void header(String name, String value) {
        String field = "headers." + (FIELD_NAME.matcher(name).matches() ? name : "?");
        if (!FIELD_NAME.matcher(name).matches()) {
            wrong(field, "has a malformed name: 1 to 76 printable ASCII characters without blanks or colons");
        } else if (isOurs(name)) {
            wrong(field, "cannot be set this way: it follows from the other fields or is written by the relay");
        } else if (hasControl(value)) {
            wrong(field, "must not contain line ends or other control characters");
        } else if (value.length() > MAX_HEADER || (isAscii(value) && longestWord(value) > HeaderLine.MAX_WORD)) {
            wrong(
                    field,
                    "must have at most " + MAX_HEADER + " characters, and a blank at least every "
                            + HeaderLine.MAX_WORD);
        }
    }

    private static boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OURS.contains(lower) || OUR_PREFIXES.stream().anyMatch(lower::startsWith);
    }

    private void attachment(String prefix, Attachment attachment) {
        String filename = attachment.filename();
        if (filename != null && (filename.isEmpty() || filename.length() > MAX_FILENAME || hasControl(filename))) {
            wrong(prefix + "filename", "must have 1 to " + MAX_FILENAME + " characters and no line ends");
        }
        if (!CONTENT_TYPE.matcher(attachment.type()).matches()) {
            wrong(prefix + "contentType", "must be a media type such as application/pdf");
        } else if (isComposite(attachment.type())) {
            wrong(prefix + "contentType", "must not be multipart or message: those cannot be sent in base64");
        }
        if (attachment.contentId() != null
                && !CONTENT_ID.matcher(attachment.contentId()).matches()) {
            wrong(
                    prefix + "contentId",
                    "must have 1 to " + MAX_CONTENT_ID + " printable ASCII characters without <, > or blanks");
        }
    }

    /** RFC 2045, section 6.4. */
    private static boolean isComposite(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("multipart/") || lower.startsWith("message/");
    }

    private void wrong(String field, String what) {
        defects.add(new Defect(field, field + " " + what));
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t');
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static int longestWord(String text) {
        int longest = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            length = text.charAt(i) == ' ' ? 0 : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }
}
