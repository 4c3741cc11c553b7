/** Messages: sent, found, shown, and acted upon. */
package relay.web.message;
