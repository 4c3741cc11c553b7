/**
 * The outbound side: one asynchronous SMTP client for all deliveries.
 *
 * <p>{@link relay.smtp.client.SmtpClient} opens connections, {@link relay.smtp.client.SmtpConnection} carries one
 * transaction at a time and may be used again, {@link relay.smtp.client.TransactionResult} says what the remote host
 * answered for each recipient. Nothing blocks; failures are values, not exceptions: a {@link
 * relay.smtp.client.SmtpFailure} names the stage at which the conversation ended.
 *
 * <p>{@link relay.smtp.client.NettySmtpClient} is the client, {@link relay.smtp.client.ClientSettings} its limits.
 * Beneath it a conversation does no I/O: {@code Conversation} takes replies from a {@code ReplyParser} and speaks to a
 * {@code Wire}, which {@code SessionHandler} puts on a Netty channel. Its phases follow the protocol: {@code
 * AwaitGreeting}, {@code Hello}, {@code StartTls}, {@code TlsHandshake}, {@code Authentication}; then, for each message,
 * {@code Idle}, {@code EnvelopeDialog}, {@code ContentDialog}; at last {@code Farewell}.
 *
 * <p>{@link relay.smtp.client.Egress} says by which way a connection leaves: bound to an address, or through a proxy that
 * {@code Socks5Request} or {@code ProxyRequest} asks before the conversation begins.
 *
 * <p>Peers may be hostile: what they say is bounded in size by {@code ReplyLimits} and in time by {@code Timeouts}, and
 * a reply that makes no sense ends the conversation.
 */
package relay.smtp.client;
