/**
 * The resource adapter: what a Jakarta EE container sees of the SMTP listener.
 *
 * <p>{@link relay.jca.SmtpResourceAdapter} has the lifecycle, {@link relay.jca.SmtpActivationSpec} the configuration of
 * one activation. An activation binds the ports ({@link relay.smtp.listener.SmtpListeners}) and calls the application's
 * message endpoint, whose type is {@link relay.smtp.SubmissionListener}. {@code Dispatcher} drains what sessions have
 * handed over and makes one endpoint call of it, so that many messages share one durable commit. All calls run on Work
 * threads of the container. {@link relay.jca.ListenerStatus} tells the application which ports are up.
 *
 * <p>What can fail: a port that is taken fails the activation. Until the application takes calls, sessions are greeted
 * with 421; a call that fails is answered 451, never 250.
 */
package relay.jca;
