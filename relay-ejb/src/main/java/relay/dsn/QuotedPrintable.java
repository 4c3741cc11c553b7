package relay.dsn;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;

/** Quoted-printable (RFC 2045, section 6.7) for text with CRLF line ends. */
final class QuotedPrintable {
    private static final int MAX_COLUMN = 76;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final byte[] text;
    private final StringBuilder out;
    private int column;

    private QuotedPrintable(byte[] text) {
        this.text = text;
        this.out = new StringBuilder(text.length + text.length / 4);
    }

    static byte[] encode(byte[] text) {
        return new QuotedPrintable(text).encoded();
    }

    private byte[] encoded() {
        for (int i = 0; i < text.length; i++) {
            if (isLineEnd(i)) {
                out.append("\r\n");
                column = 0;
                i++;
            } else {
                put(isLiteral(i) ? String.valueOf((char) text[i]) : "=" + HEX.toHexDigits(text[i]));
            }
        }
        return out.toString().getBytes(US_ASCII);
    }

    private boolean isLineEnd(int i) {
        return i + 1 < text.length && text[i] == '\r' && text[i + 1] == '\n';
    }

    /** White space at the end of a line would be lost on the way. */
    private boolean isLiteral(int i) {
        if (text[i] == ' ' || text[i] == '\t') {
            return i + 1 < text.length && !isLineEnd(i + 1);
        }
        return text[i] > ' ' && text[i] < 127 && text[i] != '=';
    }

    private void put(String piece) {
        if (column + piece.length() >= MAX_COLUMN) {
            out.append("=\r\n");
            column = 0;
        }
        out.append(piece);
        column += piece.length();
    }
}
