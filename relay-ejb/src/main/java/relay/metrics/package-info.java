/**
 * Metrics for whoever watches the relay: how much comes in and goes out, how long it takes, what waits. Counted where
 * things become durable, without labels that grow with tenants or destinations.
 */
package relay.metrics;
