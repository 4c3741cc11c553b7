package relay.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import relay.message.MailDate;
import relay.smtp.Content;

/** Writes drafts as messages (RFC 5322, RFC 2045 to 2049). */
public final class Composer {
    private static final Text NO_TEXT = new Text(Content.of(new byte[0]), new TextFacts(0, 0, 0, false, false));

    private final String hostname;

    /** @param hostname our own name in Message-ID */
    public Composer(String hostname) {
        this.hostname = hostname;
    }

    /** The Message-ID that the message of a queue id gets. */
    public String messageId(String queueId) {
        return "<" + queueId + "@" + hostname + ">";
    }

    /**
     * Writes a draft without {@link DraftRules#defects}.
     *
     * @param at time of its Date field
     * @return the message; its bytes are in the scratch
     */
    public Content compose(Draft draft, String queueId, Instant at, Scratch scratch) throws IOException {
        long begin = scratch.size();
        OutputStream out = new BufferedOutputStream(scratch.append());
        Part root = root(draft, new Boundaries(queueId));
        out.write(header(draft, queueId, at).getBytes(UTF_8));
        out.write((root.fields() + "\r\n").getBytes(UTF_8));
        root.writeBody(out);
        out.flush();
        return scratch.since(begin);
    }

    private String header(Draft draft, String queueId, Instant at) {
        StringBuilder header = new StringBuilder();
        header.append(HeaderLine.asItIs("Date", MailDate.format(at)));
        header.append(HeaderLine.asItIs("Message-ID", messageId(queueId)));
        addresses(header, "From", List.of(draft.from()));
        addresses(header, "Reply-To", draft.replyTo());
        addresses(header, "To", draft.to());
        addresses(header, "Cc", draft.cc());
        if (draft.to().isEmpty() && draft.cc().isEmpty()) {
            header.append(HeaderLine.asItIs("To", "undisclosed-recipients:;"));
        }
        if (draft.subject() != null) {
            header.append(HeaderLine.text("Subject", draft.subject()));
        }
        draft.headers().forEach((name, value) -> header.append(HeaderLine.text(name, value)));
        return header.append(HeaderLine.asItIs("MIME-Version", "1.0")).toString();
    }

    private static void addresses(StringBuilder header, String name, List<Address> addresses) {
        if (!addresses.isEmpty()) {
            header.append(HeaderLine.list(
                    name, addresses.stream().map(Address::header).toList()));
        }
    }

    private static Part root(Draft draft, Boundaries boundaries) {
        List<Part> parts = new ArrayList<>();
        parts.add(body(draft, files(draft, true), boundaries));
        parts.addAll(files(draft, false));
        return parts.size() == 1 ? parts.get(0) : new Part.Multipart("mixed", boundaries.next(), parts);
    }

    /** What the HTML text refers to stands beside it; everything else is for saving. */
    private static List<Part> files(Draft draft, boolean inline) {
        return draft.attachments().stream()
                .filter(attachment -> inline == (draft.html() != null && attachment.contentId() != null))
                .<Part>map(Part.Leaf::file)
                .toList();
    }

    private static Part body(Draft draft, List<Part> inline, Boundaries boundaries) {
        if (draft.html() == null) {
            return Part.Leaf.text("plain", draft.text() == null ? NO_TEXT : draft.text());
        }
        Part html = html(draft.html(), inline, boundaries);
        return draft.text() == null
                ? html
                : new Part.Multipart(
                        "alternative", boundaries.next(), List.of(Part.Leaf.text("plain", draft.text()), html));
    }

    private static Part html(Text html, List<Part> inline, Boundaries boundaries) {
        Part text = Part.Leaf.text("html", html);
        if (inline.isEmpty()) {
            return text;
        }
        List<Part> parts = new ArrayList<>(List.of(text));
        parts.addAll(inline);
        return new Part.Multipart("related", boundaries.next(), parts);
    }

    /** The boundaries of one message. */
    private static final class Boundaries {
        private final String queueId;
        private int last;

        Boundaries(String queueId) {
            this.queueId = queueId;
        }

        String next() {
            return "=_" + queueId + "_" + ++last;
        }
    }
}
