/**
 * Routing: which hosts take mail for a domain, in which order.
 *
 * <p>{@link relay.routing.Router} chooses between the mailbox simulator, a smarthost and the domain's MX hosts; {@link
 * relay.routing.MxResolver} reads MX and address records (RFC 5321, section 5.1; RFC 7505). The answer is a {@link
 * relay.routing.Route}: hosts to try, a permanent refusal, or a reason to try later. Nothing blocks.
 */
package relay.routing;
