/**
 * Policy: what may be sent. Limits of a tenant are checked before a message is accepted, where its recipients begin when
 * it is recorded; what has changed since is applied at take-up.
 */
package relay.policy;
