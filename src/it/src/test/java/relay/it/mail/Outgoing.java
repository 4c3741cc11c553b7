package relay.it.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A message to submit: envelope and content. */
public final class Outgoing {
    private final String from;
    private final List<String> recipients = new ArrayList<>();
    private String mailParameters = "";
    private byte[] content = new byte[0];

    private Outgoing(String from) {
        this.from = from;
    }

    /** Begins with the reverse-path; empty for the null one. */
    public static Outgoing from(String reversePath) {
        return new Outgoing(reversePath);
    }

    /** A message of a few words. */
    public static Outgoing note(String from, String to) {
        return from(from).to(to).text("From: " + from + "\r\nTo: " + to + "\r\nSubject: A note\r\n\r\nHello.\r\n");
    }

    public Outgoing to(String address) {
        return to(address, "");
    }

    /** A recipient with ESMTP parameters, such as {@code NOTIFY=SUCCESS}. */
    public Outgoing to(String address, String parameters) {
        recipients.add("<" + address + ">" + (parameters.isEmpty() ? "" : " " + parameters));
        return this;
    }

    public Outgoing to(List<String> addresses) {
        addresses.forEach(this::to);
        return this;
    }

    /** Parameters of MAIL, such as {@code RET=HDRS}. */
    public Outgoing with(String parameters) {
        mailParameters = " " + parameters;
        return this;
    }

    public Outgoing bytes(byte[] whole) {
        content = whole.clone();
        return this;
    }

    /** The content, one byte for each character. */
    public Outgoing text(String whole) {
        return bytes(whole.getBytes(ISO_8859_1));
    }

    public Outgoing utf8(String whole) {
        return bytes(whole.getBytes(UTF_8));
    }

    String mailCommand() {
        return "MAIL FROM:<" + from + ">" + mailParameters;
    }

    List<String> rcptCommands() {
        return recipients.stream().map(recipient -> "RCPT TO:" + recipient).toList();
    }

    byte[] content() {
        return content;
    }
}
