package relay.https;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one answer of HTTP/1.1 (RFC 9112), with limits on all of its parts. */
final class HttpsReader {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final int MOST_LINE = 8 * 1024;
    private static final int MOST_LINES = 100;
    private static final int MOST_INTERIM = 5;
    private static final int HEX = 16;

    private final InputStream in;
    private final int mostBytes;

    HttpsReader(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    HttpsAnswer read() throws IOException, HttpsFailure {
        for (int i = 0; i < MOST_INTERIM; i++) {
            int status = status();
            Map<String, String> fields = fields();
            if (status >= 200) {
                return new HttpsAnswer(status, fields, body(fields));
            }
        }
        throw new HttpsFailure("too many interim answers");
    }

    private int status() throws IOException, HttpsFailure {
        String line = line();
        Matcher matcher = STATUS.matcher(line);
        if (!matcher.matches()) {
            throw new HttpsFailure("not an HTTP answer");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private Map<String, String> fields() throws IOException, HttpsFailure {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < MOST_LINES; i++) {
            String line = line();
            if (line.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        throw new HttpsFailure("an answer with too many lines in its header");
    }

    private byte[] body(Map<String, String> fields) throws IOException, HttpsFailure {
        if (fields.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return chunks();
        }
        String length = fields.get("content-length");
        if (length == null) {
            byte[] body = in.readNBytes(mostBytes + 1);
            requireWithin(body.length);
            return body;
        }
        if (!length.matches("[0-9]{1,9}")) {
            throw new HttpsFailure("a Content-Length that is no number");
        }
        return exactly(Integer.parseInt(length), 0);
    }

    private byte[] chunks() throws IOException, HttpsFailure {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                throw new HttpsFailure("a chunk without a size");
            }
            int bytes = Integer.parseInt(size, HEX);
            if (bytes == 0) {
                return body.toByteArray();
            }
            body.write(exactly(bytes, body.size()));
            line();
        }
    }

    private byte[] exactly(int bytes, int before) throws IOException, HttpsFailure {
        requireWithin((long) before + bytes);
        byte[] body = in.readNBytes(bytes);
        if (body.length < bytes) {
            throw new HttpsFailure("an answer that breaks off");
        }
        return body;
    }

    private void requireWithin(long bytes) throws HttpsFailure {
        if (bytes > mostBytes) {
            throw new HttpsFailure("an answer of more than " + mostBytes + " bytes");
        }
    }

    private String line() throws IOException, HttpsFailure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new HttpsFailure("an answer that breaks off");
            }
            if (octet == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(octet);
            if (line.size() > MOST_LINE) {
                throw new HttpsFailure("an answer with a line that is too long");
            }
        }
    }
}
