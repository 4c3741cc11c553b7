/** Tests that run inside the container, within the relay's own web archive. */
package relay.container;
