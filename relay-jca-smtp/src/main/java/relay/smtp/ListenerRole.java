package relay.smtp;

/** What a listening port is for, which decides what a session on it must do before it may send mail. */
public enum ListenerRole {
    /** Port 25's role (RFC 5321): mail from other hosts to our own addresses; no authentication offered. */
    TRANSFER,
    /** Submission with STARTTLS (RFC 6409): authentication required. */
    SUBMISSION,
    /** Submission with implicit TLS (RFC 8314, section 3.3): authentication required. */
    SUBMISSIONS;

    /** Whether sessions in this role submit new mail, to which RFC 6409 applies. */
    public boolean isSubmission() {
        return this != TRANSFER;
    }
}
