/**
 * Scripted SMTP dialogs: files that any postmaster can read, run in memory against the session, over sockets against the
 * listener, and by other modules against a running relay.
 *
 * <p>{@link relay.smtp.dialog.Dialog} says the format; {@link relay.smtp.dialog.Wire} is what a dialog is spoken over;
 * {@link relay.smtp.dialog.SocketWire} is the one for any host and port.
 */
package relay.smtp.dialog;
