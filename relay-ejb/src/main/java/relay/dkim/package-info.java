/**
 * DKIM: signs what we send and verifies what we receive (RFC 6376, with RFC 8301 and RFC 8463).
 *
 * <p>Signing takes two steps, so that a message is read once. While its body is stored, a {@link relay.dkim.BodyHash} is
 * fed with it; later, when the message is taken up for delivery, {@link relay.dkim.DkimSigner} needs only the final
 * header and that hash. A {@link relay.dkim.SigningKey} comes from a {@link relay.dkim.DkimKeyPair}, which also knows the
 * TXT record to publish. {@link relay.dkim.DkimVerifier} checks the signatures of a whole message and gets keys through a
 * {@link relay.dkim.KeyLookup}.
 *
 * <p>Signatures are made by the Amazon Corretto Crypto Provider where it can be loaded, three times as fast as the JDK
 * for RSA and far more for Ed25519, else by the JDK. Nothing is thrown for bad mail: a {@link relay.dkim.DkimResult} says
 * what was found.
 */
package relay.dkim;
