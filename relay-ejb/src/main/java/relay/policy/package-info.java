/** Policy: what may be sent, decided when a message is recorded; what has changed since is applied at take-up. */
package relay.policy;
