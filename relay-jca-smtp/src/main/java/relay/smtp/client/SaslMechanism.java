package relay.smtp.client;

import java.security.GeneralSecurityException;

/** The client's side of one SASL mechanism (RFC 4422), for one authentication. */
interface SaslMechanism {
    /** Its name in the AUTH command. */
    String name();

    /** What goes with the AUTH command, or null where the server speaks first. */
    byte[] initialResponse();

    /**
     * Answers a challenge; may take long (key derivation).
     *
     * @throws GeneralSecurityException if the server's challenge is wrong; the message says why
     */
    byte[] respond(byte[] challenge) throws GeneralSecurityException;

    /** Whether the mechanism has come to its end, so that success can be believed. */
    boolean isComplete();
}
