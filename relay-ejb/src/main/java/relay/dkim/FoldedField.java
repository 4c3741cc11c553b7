package relay.dkim;

/** A header field while it is written, folded so that no line is longer than 78 columns where that can be. */
final class FoldedField {
    private static final int MAX_COLUMN = 78;
    private static final String FOLD = "\r\n ";

    private final StringBuilder text;
    private int column;

    FoldedField(String start) {
        text = new StringBuilder(768).append(start);
        column = start.length();
    }

    /** Adds a piece after a space, or on a new line when it does not fit. */
    FoldedField word(String word) {
        if (column + 1 + word.length() > MAX_COLUMN) {
            fold();
        } else {
            text.append(' ');
            column++;
        }
        return append(word);
    }

    /** Adds a piece that belongs to what is before it, on a new line when it does not fit. */
    FoldedField part(String part) {
        if (column + part.length() > MAX_COLUMN) {
            fold();
        }
        return append(part);
    }

    /** Adds text that may be broken anywhere, such as base64. */
    FoldedField breakable(String part) {
        int from = 0;
        while (part.length() - from > MAX_COLUMN - column) {
            int to = from + MAX_COLUMN - column;
            text.append(part, from, to);
            from = to;
            fold();
        }
        return append(part.substring(from));
    }

    private FoldedField append(String piece) {
        text.append(piece);
        column += piece.length();
        return this;
    }

    private void fold() {
        text.append(FOLD);
        column = 1;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
