/** {@code /metrics}, for Prometheus. */
package relay.web.metrics;
