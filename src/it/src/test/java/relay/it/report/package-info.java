/** What senders hear of their mail. */
package relay.it.report;
