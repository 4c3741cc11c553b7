/**
 * The server side of SMTP without I/O (RFC 5321 and its extensions): bytes go in, replies and actions come out.
 *
 * <p>Read it in this order. {@link relay.smtp.server.Session} holds what a session knows; its states {@code Greeted},
 * {@code Ready}, {@code Authenticating}, {@code Addressing}, {@code Chunking} and {@code Ended} show one method for each
 * verb that is legal there. An input gives a {@link relay.smtp.server.Step}: a reply, and an {@link
 * relay.smtp.server.Action} that says what the shell does next. {@link relay.smtp.server.Conversation} stands between
 * the byte stream and the session: it frames lines, message text and chunks.
 *
 * <p>The shell ({@code relay.smtp.listener}) owns sockets, TLS, timers and threads. Questions that may block are actions
 * too; the shell asks them on a worker thread and feeds the answer back. Nothing here blocks, reads a clock or starts a
 * thread, with one exception that its caller moves to a worker: {@link relay.smtp.server.IncomingMessage#spill}. The
 * only type borrowed from the network library is the byte buffer.
 *
 * <p>What can fail: a peer's bad input is a {@link relay.smtp.Reply}, never an exception out of this package; a failed
 * question is answered 4xx.
 */
package relay.smtp.server;
