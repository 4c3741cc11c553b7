package relay.https;

/** Why an exchange came to nothing. */
public final class HttpsFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofTheCertificate;

    HttpsFailure(String words, boolean ofTheCertificate) {
        super(words);
        this.ofTheCertificate = ofTheCertificate;
    }

    HttpsFailure(String words) {
        this(words, false);
    }

    /** Whether the server's certificate was to blame. */
    public boolean isOfTheCertificate() {
        return ofTheCertificate;
    }
}
