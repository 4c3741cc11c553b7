/**
 * The sockets of the SMTP server: listeners for the three roles, TLS, PROXY protocol, timeouts, and the place where
 * messages under way are kept.
 *
 * <p>{@link relay.smtp.listener.SmtpListeners} binds the ports that {@link relay.smtp.listener.ListenerSettings} names
 * and owns everything below it. Each connection has a {@code SessionHandler}, the shell around a {@link
 * relay.smtp.server.Conversation}: it carries out actions, with reading switched off while an answer is awaited.
 * Blocking calls run on the executor of {@link relay.smtp.listener.Application}, never on an event loop. {@code Spool}
 * keeps small messages in memory and large ones in files.
 *
 * <p>What can fail: binding throws with the port and the setting that names it; everything else is answered on the wire
 * and logged once, at the place where it happens.
 */
package relay.smtp.listener;
