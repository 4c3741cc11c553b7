/** The same smoke scenario on every server that the relay is made for. */
package relay.it.server;
