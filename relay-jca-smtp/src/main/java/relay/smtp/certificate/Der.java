package relay.smtp.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** As much of DER (ITU-T X.690) as keys and a self-signed certificate need. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final byte[] NULL = {0x05, 0x00};
    private static final int LONG_FORM = 0x80;
    private static final int FIRST_GENERALIZED_YEAR = 2050;

    private Der() {}

    /** One value as it was read. */
    @SuppressWarnings("ArrayRecordComponent")
    record Element(int tag, byte[] content) {}

    static byte[] value(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        writeLength(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... contents) {
        return value(SEQUENCE, contents);
    }

    /** {@code [number] EXPLICIT}. */
    static byte[] explicit(int number, byte[] content) {
        return value(0xa0 | number, content);
    }

    static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    static byte[] integer(int number) {
        return integer(BigInteger.valueOf(number));
    }

    static byte[] bitString(byte[] bits) {
        return value(BIT_STRING, new byte[] {0}, bits);
    }

    static byte[] octetString(byte[] octets) {
        return value(OCTET_STRING, octets);
    }

    static byte[] utf8String(String text) {
        return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] nothing() {
        return NULL.clone();
    }

    static byte[] objectIdentifier(int... arcs) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(40 * arcs[0] + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            writeBase128(content, arcs[i]);
        }
        return value(OBJECT_IDENTIFIER, content.toByteArray());
    }

    /** UTCTime up to 2049, GeneralizedTime after (RFC 5280, section 4.1.2.5). */
    static byte[] time(Instant instant) {
        boolean general = instant.atZone(ZoneOffset.UTC).getYear() >= FIRST_GENERALIZED_YEAR;
        String pattern = general ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'";
        String text =
                DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(instant);
        return value(general ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The values that stand one after the other in these bytes. */
    static List<Element> elements(byte[] bytes) throws GeneralSecurityException {
        List<Element> elements = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int lengthOctets = lengthOctets(bytes, at + 1);
            int start = at + 1 + lengthOctets;
            int length = length(bytes, at + 1, lengthOctets);
            if (length < 0 || length > bytes.length - start) {
                throw new GeneralSecurityException("the DER encoding is cut short");
            }
            elements.add(new Element(bytes[at] & 0xff, Arrays.copyOfRange(bytes, start, start + length)));
            at = start + length;
        }
        return elements;
    }

    private static int lengthOctets(byte[] bytes, int at) throws GeneralSecurityException {
        int first = at < bytes.length ? bytes[at] & 0xff : 0xff;
        int octets = first < LONG_FORM ? 1 : 1 + (first & 0x7f);
        if (octets > 5 || octets > bytes.length - at) {
            throw new GeneralSecurityException("the DER encoding is cut short");
        }
        return octets;
    }

    private static int length(byte[] bytes, int at, int octets) {
        if (octets == 1) {
            return bytes[at];
        }
        int length = 0;
        for (int i = 1; i < octets; i++) {
            length = length << 8 | (bytes[at + i] & 0xff);
        }
        return length;
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < LONG_FORM) {
            out.write(length);
            return;
        }
        byte[] octets = BigInteger.valueOf(length).toByteArray();
        int from = octets[0] == 0 ? 1 : 0;
        out.write(LONG_FORM | (octets.length - from));
        out.write(octets, from, octets.length - from);
    }

    private static void writeBase128(ByteArrayOutputStream out, int number) {
        int shift = 28;
        while (shift > 0 && number >>> shift == 0) {
            shift -= 7;
        }
        for (; shift > 0; shift -= 7) {
            out.write(((number >>> shift) & 0x7f) | 0x80);
        }
        out.write(number & 0x7f);
    }
}
