/** An enterprise application that sends mail through the server's mail session, as many do. */
package relay.it.app;
