/**
 * Small HTTPS exchanges with servers that strangers name: MTA-STS policy hosts and collectors of TLS reports.
 *
 * <p>{@link relay.https.HttpsExchange} resolves names by our own DNS, connects to permitted addresses only, wants a valid
 * certificate, follows no redirects, and reads no more than it was told to. Everything has one deadline. Failures are
 * {@link relay.https.HttpsFailure}s that say in which part it went wrong.
 */
package relay.https;
