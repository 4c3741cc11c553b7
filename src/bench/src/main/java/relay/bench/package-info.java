/** What benchmarks measure with. Each benchmark is in the package of what it measures. */
package relay.bench;
