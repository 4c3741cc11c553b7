package relay.submission;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import relay.ledger.MessageRow;
import relay.message.HeaderField;
import relay.message.MailDate;
import relay.message.MessageHeader;
import relay.smtp.Account;
import relay.smtp.Reply;
import relay.smtp.Submission;

/**
 * Puts the header of a submitted message right, or says why it cannot be (RFC 6409, sections 6 and 8).
 *
 * <p>A message that an account submits gets Received, and Date and Message-ID where they are missing; it loses Bcc,
 * Resent-Bcc, Return-Path and the X-Relay fields. Mail that another host transfers gets Received and nothing else (RFC
 * 5321, section 6.4). All other fields, and the whole body, keep their bytes. A header that no empty line ends gets one.
 */
public final class HeaderFixUps {
    private static final int ROOM_FOR_ADDITIONS = 512;

    private final SubmissionRules rules;
    private final String hostname;
    private final ReceivedField received;

    /** @param hostname our own name in Received and Message-ID */
    public HeaderFixUps(String hostname, SubmissionRules rules) {
        this.hostname = hostname;
        this.rules = rules;
        this.received = new ReceivedField(hostname);
    }

    private record Arrival(Submission submission, String queueId, Instant at) {}

    /** Reads the header of the content, at most as much as the rules allow, and decides. */
    public FixUp apply(Submission submission, String queueId, Instant now) throws IOException {
        MessageHeader header = read(submission);
        HeaderSurvey survey = new HeaderSurvey(header);
        Optional<Reply> limit = limit(header, survey.receivedCount());
        if (limit.isPresent()) {
            return new FixUp.Refused(limit.get());
        }
        Arrival arrival = new Arrival(submission, queueId, now);
        return isSubmitted(submission) ? submitted(arrival, header, survey) : transferred(arrival, header, survey);
    }

    private MessageHeader read(Submission submission) throws IOException {
        try (InputStream in = submission.content().open()) {
            return MessageHeader.read(in, rules.header());
        }
    }

    private Optional<Reply> limit(MessageHeader header, int receivedCount) {
        return switch (header.ending()) {
            case TOO_LARGE ->
                refusal(
                        552,
                        "5.3.4",
                        "Message header too large: at most %d bytes",
                        rules.header().maxBytes());
            case TOO_MANY_FIELDS ->
                refusal(
                        552,
                        "5.3.4",
                        "Too many header fields: at most %d",
                        rules.header().maxFields());
            default ->
                receivedCount > rules.maxReceived()
                        ? refusal(554, "5.4.6", "Mail loop: more than %d Received fields", rules.maxReceived())
                        : Optional.empty();
        };
    }

    private static Optional<Reply> refusal(int code, String enhanced, String text, int limit) {
        return Optional.of(Reply.of(code, enhanced, String.format(text, limit)));
    }

    /** Whether RFC 6409 applies, rather than RFC 5321's rule that a relay leaves the message alone. */
    private static boolean isSubmitted(Submission submission) {
        return isOurs(submission.account()) || submission.peer().role().isSubmission();
    }

    private static boolean isOurs(Account account) {
        return account != null && !account.stream().equals(MessageRow.INBOUND);
    }

    private FixUp transferred(Arrival arrival, MessageHeader header, HeaderSurvey survey) {
        ByteArrayOutputStream out = begin(arrival, header);
        finish(out, header, field -> true);
        MessageFacts facts = survey.facts(survey.author(), null);
        return new FixUp.Accepted(out.toByteArray(), header.bodyOffset(), facts, RelayOptions.none());
    }

    private FixUp submitted(Arrival arrival, MessageHeader header, HeaderSurvey survey) {
        Author author = survey.author();
        RelayOptionsReader options = new RelayOptionsReader(rules, arrival.at());
        survey.relayFields().forEach(options::take);
        Account account = arrival.submission().account();
        Optional<Reply> refusal = author.refusal(account)
                .or(() -> SenderField.refusal(survey.sender(), account))
                .or(options::refusal);
        if (refusal.isPresent()) {
            return new FixUp.Refused(refusal.get());
        }
        ByteArrayOutputStream out = begin(arrival, header);
        String givenMessageId = complete(out, survey, arrival);
        finish(out, header, HeaderFixUps::isForOthers);
        return new FixUp.Accepted(
                out.toByteArray(), header.bodyOffset(), survey.facts(author, givenMessageId), options.options());
    }

    private ByteArrayOutputStream begin(Arrival arrival, MessageHeader header) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(header.bodyOffset() + ROOM_FOR_ADDITIONS);
        out.writeBytes(received.bytes(arrival.submission(), arrival.queueId(), arrival.at()));
        return out;
    }

    /** Adds what is missing (RFC 6409, sections 8.1 and 8.2); the identifier that was given, or null. */
    private String complete(ByteArrayOutputStream out, HeaderSurvey survey, Arrival arrival) {
        if (!survey.isDated() && rules.addDate()) {
            line(out, "Date: " + MailDate.format(arrival.at()));
        }
        if (survey.hasMessageId() || !rules.addMessageId()) {
            return null;
        }
        String id = "<" + arrival.queueId() + "@" + hostname + ">";
        line(out, "Message-ID: " + id);
        return id;
    }

    private static void finish(ByteArrayOutputStream out, MessageHeader header, Predicate<HeaderField> stays) {
        header.fields().stream().filter(stays).forEach(field -> field.appendTo(out));
        line(out, "");
    }

    private static void line(ByteArrayOutputStream out, String line) {
        out.writeBytes((line + "\r\n").getBytes(US_ASCII));
    }

    /** Bcc would tell the recipients of each other; the rest is between the submitter and us. */
    private static boolean isForOthers(HeaderField field) {
        return !field.is("Bcc")
                && !field.is("Resent-Bcc")
                && !field.is("Return-Path")
                && !field.nameStartsWith(RelayOption.PREFIX);
    }
}
