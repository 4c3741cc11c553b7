/** The events of a tenant. */
package relay.web.event;
