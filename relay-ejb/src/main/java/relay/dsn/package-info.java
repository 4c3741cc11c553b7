/**
 * Delivery status notifications: the reports that we send about mail we took (RFC 3461, RFC 3464, RFC 6522, RFC 6533).
 *
 * <p>{@link relay.dsn.DsnDecision} says whether a sender is to be told about a recipient at all. {@link
 * relay.dsn.DeliveryStatusNotification} holds what there is to tell, and {@link relay.dsn.DsnComposer} makes a message of
 * it: words for the sender, fields for programs, and the header of the original or all of it. The envelope of the report,
 * with its null reverse-path, is the caller's.
 *
 * <p>Nothing from the other side is trusted: replies and names are made printable and bounded before they are quoted.
 */
package relay.dsn;
