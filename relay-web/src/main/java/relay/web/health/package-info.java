/** Probes for whatever watches the relay: alive, and ready for mail. */
package relay.web.health;
