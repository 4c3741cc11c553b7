package relay.web.message;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import relay.compose.Address;
import relay.compose.Attachment;
import relay.compose.Defect;
import relay.compose.Draft;
import relay.compose.DraftRules;
import relay.compose.Letter;
import relay.compose.Scratch;
import relay.compose.Text;
import relay.compose.TextCopy;
import relay.compose.TextFacts;
import relay.message.MalformedAddressException;
import relay.smtp.Content;
import relay.submission.OptionRules;
import relay.submission.RelayOptions;
import relay.submission.SubmissionRules;
import relay.submission.Tracking;
import relay.web.json.JsonInput;
import relay.web.json.JsonInput.Kind;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** Reads the document that is to be sent, and says everything that is wrong with it at once. */
final class LetterReader {
    private static final int MAX_TEXT = 5_000;
    private static final int MAX_ERRORS = 100;

    private final JsonInput in;
    private final Scratch scratch;
    private final int maxRecipients;
    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();

    private Address from;
    private List<Address> to = List.of();
    private List<Address> cc = List.of();
    private List<Address> bcc = List.of();
    private List<Address> replyTo = List.of();
    private String subject;
    private Text text;
    private Text html;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Attachment> attachments = new ArrayList<>();

    private String sender;
    private List<Address> envelopeTo = List.of();
    private Text raw;

    private String stream;
    private List<String> tags = List.of();
    private String metadata;
    private Tracking track;
    private Instant sendAt;
    private Instant expireAt;
    private String campaign;

    LetterReader(JsonInput in, Scratch scratch, int maxRecipients) {
        this.in = in;
        this.scratch = scratch;
        this.maxRecipients = maxRecipients;
    }

    /**
     * The letter in the document.
     *
     * @throws ProblemException when it is not as it must be
     */
    Letter read(Instant now) throws IOException {
        if (in.kind() != Kind.OBJECT) {
            throw new ProblemException(Problem.malformed("The body must be a JSON object"));
        }
        in.object(this::member);
        in.end();
        Letter letter = letter(now);
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
        return letter;
    }

    private void member(String name) throws IOException {
        if (!names.add(name)) {
            wrong(name, "is given more than once");
            in.skip();
        } else if (in.kind() == Kind.NULL) {
            names.remove(name);
            in.nothing();
        } else {
            value(name);
        }
    }

    private void value(String name) throws IOException {
        switch (name) {
            case "from" -> from = address(name);
            case "to" -> to = addresses(name);
            case "cc" -> cc = addresses(name);
            case "bcc" -> bcc = addresses(name);
            case "replyTo" -> replyTo = addresses(name);
            case "subject" -> subject = string(name);
            case "text" -> text = text(name);
            case "html" -> html = text(name);
            case "headers" -> object(name, field -> headers.put(field, string("headers." + field)));
            case "attachments" -> array(name, this::attachment);
            case "envelope" -> object(name, this::envelope);
            case "raw" -> raw = raw(name);
            default -> option(name);
        }
    }

    private void option(String name) throws IOException {
        switch (name) {
            case "stream" -> stream = string(name);
            case "tags" -> tags = strings(name);
            case "metadata" -> metadata = metadata(name);
            case "track" -> track = track(name);
            case "sendAt" -> sendAt = time(name);
            case "expireAt" -> expireAt = time(name);
            case "campaign" -> campaign = string(name);
            default -> unknown(name);
        }
    }

    /** A name that is passed over might be a misspelt sendAt. */
    private void unknown(String name) throws IOException {
        wrong(name.length() > 64 ? name.substring(0, 64) : name, "is not a field of a message");
        in.skip();
    }

    private void envelope(String name) throws IOException {
        switch (name) {
            case "from" -> sender = sender("envelope.from");
            case "to" -> envelopeTo = addresses("envelope.to");
            default -> unknown("envelope." + name);
        }
    }

    private String sender(String name) throws IOException {
        String value = string(name);
        if (value == null || value.isEmpty() || value.equals("<>")) {
            return "";
        }
        Address address = parse(name, value);
        return address == null ? "" : address.address();
    }

    private Letter letter(Instant now) {
        RelayOptions options = new RelayOptions(
                stream, tags.stream().distinct().toList(), metadata, track, sendAt, expireAt, campaign, null);
        new OptionRules(SubmissionRules.ofDefaults()).defects(options, now).forEach(this::error);
        boolean complete = names.contains("raw") || names.contains("envelope");
        return complete ? raw(options) : composed(options);
    }

    private Letter composed(RelayOptions options) {
        Draft draft = new Draft(
                from == null ? new Address("", "") : from,
                to,
                cc,
                bcc,
                replyTo,
                subject,
                text,
                html,
                headers,
                attachments);
        require(names.contains("from"), "from");
        recipients("to", draft.recipients().size());
        for (Defect defect : DraftRules.defects(draft)) {
            error(defect.field(), defect.message());
        }
        return new Letter.Composed(draft, options);
    }

    private Letter raw(RelayOptions options) {
        for (String name :
                List.of("from", "to", "cc", "bcc", "replyTo", "subject", "text", "html", "headers", "attachments")) {
            if (names.contains(name)) {
                wrong(name, "cannot stand beside envelope and raw: the message is complete");
            }
        }
        require(names.contains("envelope") && sender != null, "envelope.from");
        List<String> recipients =
                envelopeTo.stream().map(Address::address).distinct().toList();
        recipients("envelope.to", recipients.size());
        require(raw != null, "raw");
        return new Letter.Raw(sender, recipients, raw, options);
    }

    private void recipients(String field, int count) {
        boolean malformed = errors.stream().anyMatch(e -> e.field().startsWith(field));
        if (count == 0 && !malformed) {
            wrong(field, "must name at least one recipient");
        } else if (count > maxRecipients) {
            wrong(field, "must name at most " + maxRecipients + " recipients, cc and bcc included");
        }
    }

    private void require(boolean there, String field) {
        if (!there) {
            wrong(field, "is missing");
        }
    }

    private Address address(String name) throws IOException {
        String value = string(name);
        return value == null ? null : parse(name, value);
    }

    private Address parse(String name, String value) {
        try {
            return Address.parse(value);
        } catch (MalformedAddressException e) {
            wrong(name, "must be an address such as ada@example.com or Ada <ada@example.com>: " + e.getMessage());
            return null;
        }
    }

    /** A list of addresses, or one. */
    private List<Address> addresses(String name) throws IOException {
        List<Address> addresses = new ArrayList<>();
        if (in.kind() == Kind.TEXT) {
            add(addresses, address(name));
        } else {
            array(name, place -> {
                if (place > maxRecipients) {
                    in.skip();
                } else {
                    add(addresses, address(name + "[" + place + "]"));
                }
            });
        }
        return addresses;
    }

    private static void add(List<Address> addresses, Address address) {
        if (address != null) {
            addresses.add(address);
        }
    }

    private void attachment(int place) throws IOException {
        String name = "attachments[" + place + "]";
        if (place >= DraftRules.MAX_ATTACHMENTS) {
            if (place == DraftRules.MAX_ATTACHMENTS) {
                wrong("attachments", "must be at most " + DraftRules.MAX_ATTACHMENTS);
            }
            in.skip();
            return;
        }
        Map<String, String> values = new LinkedHashMap<>();
        Content[] content = new Content[1];
        object(name, field -> {
            switch (field) {
                case "filename", "contentType", "contentId" -> values.put(field, optional(name + "." + field));
                case "content" -> content[0] = base64(name + ".content");
                default -> unknown(name + "." + field);
            }
        });
        require(content[0] != null || hasErrorOf(name), name + ".content");
        attachments.add(new Attachment(
                values.get("filename"), values.get("contentType"), contentId(values.get("contentId")), content[0]));
    }

    private boolean hasErrorOf(String prefix) {
        return errors.stream().anyMatch(e -> e.field().startsWith(prefix));
    }

    private static String contentId(String given) {
        boolean framed = given != null && given.length() > 2 && given.startsWith("<") && given.endsWith(">");
        return framed ? given.substring(1, given.length() - 1) : given;
    }

    private String optional(String name) throws IOException {
        if (in.kind() == Kind.NULL) {
            in.nothing();
            return null;
        }
        return string(name);
    }

    private Content base64(String name) throws IOException {
        if (is(Kind.TEXT, name, "a text in base64")) {
            long begin = scratch.size();
            in.base64(scratch.append());
            return scratch.since(begin);
        }
        return null;
    }

    private Text text(String name) throws IOException {
        if (!is(Kind.TEXT, name, "a text")) {
            return null;
        }
        long begin = scratch.size();
        TextCopy copy = new TextCopy(scratch.append());
        in.text(copy);
        TextFacts facts = copy.finish();
        return new Text(scratch.since(begin), facts);
    }

    private Text raw(String name) throws IOException {
        if (!is(Kind.TEXT, name, "a message in base64")) {
            return null;
        }
        long begin = scratch.size();
        TextCopy copy = new TextCopy(scratch.append());
        in.base64(copy);
        TextFacts facts = copy.finish();
        if (facts.loneReturn()) {
            wrong(name, "must not contain a carriage return that ends no line");
        }
        if (facts.longestLine() > TextFacts.MAX_LINE) {
            wrong(name, "must not have lines of more than " + TextFacts.MAX_LINE + " bytes");
        }
        return new Text(scratch.since(begin), facts);
    }

    private String metadata(String name) throws IOException {
        return is(Kind.OBJECT, name, "an object") ? in.verbatim(SubmissionRules.DEFAULT_MAX_METADATA_BYTES) : null;
    }

    private Tracking track(String name) throws IOException {
        boolean[] what = new boolean[2];
        object(name, field -> {
            switch (field) {
                case "opens" -> what[0] = truth("track.opens");
                case "clicks" -> what[1] = truth("track.clicks");
                default -> unknown("track." + field);
            }
        });
        return new Tracking(what[0], what[1]);
    }

    private boolean truth(String name) throws IOException {
        return is(Kind.TRUTH, name, "true or false") && in.truth();
    }

    private Instant time(String name) throws IOException {
        String value = string(name);
        try {
            return value == null ? null : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            wrong(name, "must be a time like 2026-11-21T09:30:00Z or 2026-11-21T10:30:00+01:00");
            return null;
        }
    }

    private List<String> strings(String name) throws IOException {
        List<String> strings = new ArrayList<>();
        array(name, place -> {
            String value = place < MAX_ERRORS ? string(name + "[" + place + "]") : skipped();
            if (value != null) {
                strings.add(value);
            }
        });
        return strings;
    }

    private String skipped() throws IOException {
        in.skip();
        return null;
    }

    private String string(String name) throws IOException {
        return is(Kind.TEXT, name, "a text") ? in.text(MAX_TEXT) : null;
    }

    private void object(String name, JsonInput.Member member) throws IOException {
        if (is(Kind.OBJECT, name, "an object")) {
            in.object(member);
        }
    }

    private void array(String name, JsonInput.Element element) throws IOException {
        if (is(Kind.ARRAY, name, "a list")) {
            in.array(element);
        }
    }

    /** Whether a value of this kind comes; another one is passed over and told of. */
    private boolean is(Kind kind, String name, String form) throws IOException {
        boolean right = in.kind() == kind;
        if (!right) {
            wrong(name, "must be " + form);
            in.skip();
        }
        return right;
    }

    private void wrong(String field, String what) {
        error(field, field + " " + what);
    }

    private void error(String field, String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(field, message));
        }
    }
}
