/**
 * The message broker: an Artemis that runs inside the process, or the address of one that runs elsewhere.
 *
 * <p>{@link relay.broker.BrokerResourceAdapter} is the resource adapter that a container deploys; it starts the embedded
 * broker before its own connections. {@link relay.broker.Broker} counts its users, because some containers start one
 * adapter instance more for each resource definition. {@link relay.broker.BrokerConnections} gives the mail path its
 * plain, non-XA connections.
 *
 * <p>What can fail: a journal directory that cannot be locked (another relay uses it), or an external broker that does
 * not answer; both stop the deployment with a message that names the directory or the address.
 */
package relay.broker;
