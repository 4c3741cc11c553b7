package relay.dsn;

import relay.message.HeaderText;

/** Lines of text for people, wrapped; what is quoted is made printable and bounded first. */
final class ReportText {
    static final int MAX_QUOTED = 900;
    private static final int MAX_COLUMN = 76;

    private final StringBuilder out = new StringBuilder(1_024);

    /** What came from outside: one line, no control characters, at most {@value #MAX_QUOTED} characters. */
    static String quoted(String foreign) {
        String printable = HeaderText.printable(foreign, MAX_QUOTED).strip();
        return printable.length() < foreign.strip().length() ? printable + "..." : printable;
    }

    ReportText emptyLine() {
        out.append("\r\n");
        return this;
    }

    /** A paragraph, wrapped at words, every line after this indentation. */
    ReportText paragraph(String indentation, String text) {
        StringBuilder line = new StringBuilder(indentation);
        for (String word : text.split(" +", -1)) {
            if (line.length() > indentation.length()) {
                if (line.length() + 1 + word.length() > MAX_COLUMN) {
                    flush(line, indentation);
                } else {
                    line.append(' ');
                }
            }
            line.append(word);
        }
        flush(line, indentation);
        return this;
    }

    private void flush(StringBuilder line, String indentation) {
        out.append(line).append("\r\n");
        line.setLength(indentation.length());
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
