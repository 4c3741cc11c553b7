/**
 * The mail session for applications on the same server: {@code java:global/mail/relay}, a Jakarta Mail session that
 * submits to this relay, authenticated as a credential of a named tenant that exists in memory only.
 */
package relay.mailsession;
