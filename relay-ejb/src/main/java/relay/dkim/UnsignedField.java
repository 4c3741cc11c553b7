package relay.dkim;

import java.io.ByteArrayOutputStream;
import relay.message.HeaderField;
import relay.message.MessageHeader;

/** The signature field as it was signed: with the value of its b= deleted (RFC 6376, section 3.7). */
final class UnsignedField {
    private UnsignedField() {}

    /** Deletes white space around the value with it. A field that is read has at most one b=. */
    static HeaderField of(HeaderField signed) {
        byte[] source = signed.source();
        ByteArrayOutputStream out = new ByteArrayOutputStream(signed.end() - signed.start());
        out.write(source, signed.start(), signed.valueStart() - signed.start());
        int from = signed.valueStart();
        while (from < signed.end()) {
            int end = endOfTag(source, from, signed.end());
            int valueStart = valueOfB(source, from, end);
            out.write(source, from, (valueStart < 0 ? end : valueStart) - from);
            if (end < signed.end()) {
                out.write(';');
            }
            from = end + 1;
        }
        return MessageHeader.parse(out.toByteArray()).fields().get(0);
    }

    private static int endOfTag(byte[] source, int from, int end) {
        int i = from;
        while (i < end && source[i] != ';') {
            i++;
        }
        return i;
    }

    /** Where the value begins if this tag is b=, else -1. */
    private static int valueOfB(byte[] source, int from, int end) {
        int name = skipBlank(source, from, end);
        int equals = name < end && source[name] == 'b' ? skipBlank(source, name + 1, end) : end;
        return equals < end && source[equals] == '=' ? equals + 1 : -1;
    }

    private static int skipBlank(byte[] source, int from, int end) {
        int i = from;
        while (i < end && (source[i] == ' ' || source[i] == '\t' || source[i] == '\r' || source[i] == '\n')) {
            i++;
        }
        return i;
    }
}
