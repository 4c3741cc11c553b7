/** What a customer sends arrives: signed, whole, at every recipient. */
package relay.it.sending;
