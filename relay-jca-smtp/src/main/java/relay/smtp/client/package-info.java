/**
 * The outbound side: one asynchronous SMTP client for all deliveries.
 *
 * <p>{@link relay.smtp.client.SmtpClient} opens connections, {@link relay.smtp.client.SmtpConnection} carries one
 * transaction at a time and may be used again, {@link relay.smtp.client.TransactionResult} says what the remote host
 * answered for each recipient. Nothing blocks; failures are values, not exceptions: a {@link
 * relay.smtp.client.SmtpFailure} names the stage at which the conversation ended.
 */
package relay.smtp.client;
