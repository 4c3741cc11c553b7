/** Submitting messages and judging what arrives, as a customer of the relay would. */
package relay.it.mail;
