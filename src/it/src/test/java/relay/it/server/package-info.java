/** The same relay on every server that it is made for, and its data directory on its way from one to another. */
package relay.it.server;
