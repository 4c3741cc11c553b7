/** How the relay begins, stops, and says what it needs. */
package relay.it.start;
