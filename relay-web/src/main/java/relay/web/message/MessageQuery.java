package relay.web.message;

import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import relay.history.MessageFilter;
import relay.ledger.RecipientStatus;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** The query parameters of a list of messages. */
public class MessageQuery {
    private static final int MAX_TEXT = 998;

    @QueryParam("recipient")
    private String recipient;

    @QueryParam("sender")
    private String sender;

    @QueryParam("status")
    private String status;

    @QueryParam("tag")
    private String tag;

    @QueryParam("from")
    private String from;

    @QueryParam("to")
    private String to;

    @QueryParam("q")
    private String text;

    private final List<FieldError> errors = new ArrayList<>();

    /** The filter that they stand for. */
    MessageFilter filter() {
        MessageFilter filter = new MessageFilter(
                text("recipient", recipient),
                text("sender", sender),
                status(given(status)),
                text("tag", tag),
                time("from", given(from)),
                time("to", given(to)),
                text("q", text));
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
        return filter;
    }

    /** Without a value a parameter does not count, as forms send it. */
    private static String given(String value) {
        return value == null || value.isBlank() ? null : value.trim();
    }

    private String text(String name, String value) {
        String given = given(value);
        if (given != null && (given.length() > MAX_TEXT || given.indexOf(0) >= 0)) {
            errors.add(new FieldError(name, name + " must be a text of at most " + MAX_TEXT + " characters"));
        }
        return given;
    }

    private String status(String word) {
        boolean known = word == null
                || word.equals(MessageFilter.MIXED)
                || Arrays.stream(RecipientStatus.values())
                        .anyMatch(value -> value.word().equals(word));
        if (!known) {
            errors.add(new FieldError("status", "status must be a status of recipients such as delivered, or mixed"));
        }
        return word;
    }

    /** A time, or a day, which begins at midnight UTC. */
    private Instant time(String name, String value) {
        try {
            if (value == null) {
                return null;
            }
            return value.length() == "2026-11-21".length()
                    ? LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC)
                    // an unescaped plus sign in a query stands for a blank
                    : OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
        } catch (DateTimeException malformed) {
            errors.add(new FieldError(name, name + " must be a time like 2026-11-21T09:30:00Z or a day"));
            return null;
        }
    }
}
