/** What was accepted is delivered, whatever breaks. */
package relay.it.durability;
