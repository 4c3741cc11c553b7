package relay.dsn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import relay.message.HeaderField;
import relay.message.HeaderLimits;
import relay.message.MessageHeader;
import relay.smtp.Content;

/**
 * What a report gives back of the message: all of it, or its header (RFC 6522, section 2).
 *
 * @param header of the message, for the words of the report
 * @param part to attach
 * @param full whether it is the whole message
 */
record ReturnedContent(MessageHeader header, Part part, boolean full) {
    /** Reads the original, at most {@code maxBytes} of it beside the header. */
    static ReturnedContent of(DeliveryStatusNotification dsn, int maxBytes) throws IOException {
        MessageHeader header = header(dsn.original());
        if (dsn.returnsFull() && dsn.original().size() <= maxBytes) {
            byte[] message = all(dsn.original());
            if (Part.isPlain(message, 255)) {
                return new ReturnedContent(header, full(dsn, message), true);
            }
        }
        return new ReturnedContent(header, headers(dsn, header, maxBytes), false);
    }

    private static MessageHeader header(Content original) throws IOException {
        try (InputStream in = original.open()) {
            return MessageHeader.read(in, HeaderLimits.ofDefaults());
        }
    }

    private static byte[] all(Content original) throws IOException {
        try (InputStream in = original.open()) {
            return in.readAllBytes();
        }
    }

    private static Part full(DeliveryStatusNotification dsn, byte[] message) {
        return dsn.envelope().smtpUtf8()
                ? Part.sevenBit("message/global", "Undelivered message", message)
                : Part.asItIs("message/rfc822", "Undelivered message", message);
    }

    private static Part headers(DeliveryStatusNotification dsn, MessageHeader header, int maxBytes) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        for (HeaderField field : header.fields()) {
            if (fields.size() + field.end() - field.start() <= maxBytes) {
                field.appendTo(fields);
            }
        }
        String type = dsn.envelope().smtpUtf8() ? "message/global-headers" : "text/rfc822-headers";
        return Part.sevenBit(type, "Header of the message", fields.toByteArray());
    }
}
