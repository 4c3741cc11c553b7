/** Submission: what happens to a message between the listener and its queue (RFC 6409). */
package relay.submission;
