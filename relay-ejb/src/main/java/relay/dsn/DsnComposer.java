package relay.dsn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import relay.message.HeaderField;
import relay.message.MailDate;
import relay.message.MessageId;
import relay.smtp.BodyType;

/** Writes reports as multipart/report of three parts (RFC 6522): words, status fields, what is returned. */
public final class DsnComposer {
    public static final int DEFAULT_MAX_RETURNED_BYTES = 64 * 1024;

    private final int maxReturnedBytes;

    /**
     * @param maxReturnedBytes largest message that is returned whole; of a larger one the header is, up to this size; 0
     *     to 10 MiB
     */
    public DsnComposer(int maxReturnedBytes) {
        if (maxReturnedBytes < 0 || maxReturnedBytes > 10 * 1024 * 1024) {
            throw new IllegalArgumentException(
                    "maxReturnedBytes is " + maxReturnedBytes + ", allowed is 0 to 10485760");
        }
        this.maxReturnedBytes = maxReturnedBytes;
    }

    /** Returns messages of up to {@value #DEFAULT_MAX_RETURNED_BYTES} bytes whole where RET=FULL asks for it. */
    public static DsnComposer ofDefaults() {
        return new DsnComposer(DEFAULT_MAX_RETURNED_BYTES);
    }

    /** The report as a message; reads the original. */
    public ComposedDsn compose(DeliveryStatusNotification dsn) throws IOException {
        ReturnedContent returned = ReturnedContent.of(dsn, maxReturnedBytes);
        String words = Explanation.of(dsn, returned.header(), returned.full());
        List<Part> parts = List.of(words(words), status(dsn), returned.part());
        boolean eightBit = parts.stream().anyMatch(Part::isEightBit);
        byte[] message = message(header(dsn, returned, eightBit), boundary(dsn, parts), parts);
        return new ComposedDsn(
                message,
                eightBit ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
                !isAscii(dsn.envelope().reversePath()));
    }

    private static Part words(String text) {
        String charset = isAscii(text) ? "us-ascii" : "utf-8";
        return Part.sevenBit("text/plain; charset=" + charset, "Notification", text.getBytes(UTF_8));
    }

    private static Part status(DeliveryStatusNotification dsn) {
        String fields = StatusFields.of(dsn);
        String type = isAscii(fields) ? "message/delivery-status" : "message/global-delivery-status";
        return Part.sevenBit(type, "Delivery report", fields.getBytes(UTF_8));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** The header up to the boundary; RFC 3834, section 5, asks for Auto-Submitted. */
    private static String header(DeliveryStatusNotification dsn, ReturnedContent returned, boolean eightBit) {
        List<String> fields = new ArrayList<>();
        fields.add("From: Mail Delivery System <MAILER-DAEMON@" + dsn.reportingMta() + ">");
        fields.add("To: <" + ReportText.quoted(dsn.envelope().reversePath()) + ">");
        fields.add("Subject: " + subject(dsn.kind()));
        fields.add("Date: " + MailDate.format(dsn.reportedAt()));
        fields.add("Message-ID: <" + dsn.reportId() + "@" + dsn.reportingMta() + ">");
        original(returned).forEach(fields::add);
        fields.add("Auto-Submitted: auto-replied");
        fields.add("MIME-Version: 1.0");
        fields.add("Content-Transfer-Encoding: " + (eightBit ? "8bit" : "7bit"));
        fields.add("Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=");
        return String.join("\r\n", fields);
    }

    private static String subject(DsnAction kind) {
        return switch (kind) {
            case FAILED -> "Your message could not be delivered";
            case DELAYED -> "Your message is delayed";
            case DELIVERED -> "Your message was delivered";
            case RELAYED, EXPANDED -> "Your message was passed on";
        };
    }

    /** So that mail software shows the report with the message that it is about. */
    private static Stream<String> original(ReturnedContent returned) {
        return returned
                .header()
                .first("Message-ID")
                .map(HeaderField::value)
                .flatMap(MessageId::parse)
                .map(MessageId::toString)
                .filter(DsnComposer::isAscii)
                .stream()
                .flatMap(id -> Stream.of("In-Reply-To: " + id, "References: " + id));
    }

    /** A boundary that occurs in no part. */
    private static String boundary(DeliveryStatusNotification dsn, List<Part> parts) {
        return Stream.iterate(0, n -> n + 1)
                .map(n -> "=_" + UUID.nameUUIDFromBytes((dsn.reportId() + "/" + n).getBytes(UTF_8)))
                .filter(boundary -> parts.stream().noneMatch(part -> contains(part.body(), boundary.getBytes(UTF_8))))
                .findFirst()
                .orElseThrow();
    }

    private static boolean contains(byte[] bytes, byte[] what) {
        for (int i = 0; i + what.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] message(String header, String boundary, List<Part> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
        out.writeBytes((header + '"' + boundary + "\"\r\n\r\nThis is a delivery report in MIME format.\r\n\r\n")
                .getBytes(UTF_8));
        parts.forEach(part -> part.appendTo(out, boundary));
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
        return out.toByteArray();
    }
}
