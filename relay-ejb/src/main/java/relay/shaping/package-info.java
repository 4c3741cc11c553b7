/** The pace at which each provider, site and domain is delivered to. */
package relay.shaping;
