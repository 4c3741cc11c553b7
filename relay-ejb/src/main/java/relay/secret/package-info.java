/** Secrets at rest: the key in the data directory, and what is encrypted with it. */
package relay.secret;
