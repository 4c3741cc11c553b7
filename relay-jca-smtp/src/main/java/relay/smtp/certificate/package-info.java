/**
 * The certificate that the listeners show: PEM files in the usual formats, or a self-signed certificate made at the
 * first start and kept.
 *
 * <p>Main types: {@link relay.smtp.certificate.TlsIdentity} is a private key with its chain; {@link
 * relay.smtp.certificate.Pem} reads and writes the files; {@link relay.smtp.certificate.SelfSignedCertificate} makes one
 * with the JDK alone. What can fail: a file that is missing, malformed, encrypted, or whose key does not belong to its
 * certificate throws {@link java.security.GeneralSecurityException} or {@link java.io.IOException} with words that name
 * the file.
 */
package relay.smtp.certificate;
