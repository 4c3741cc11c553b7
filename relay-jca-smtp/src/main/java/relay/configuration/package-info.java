/**
 * The relay's settings: one catalogue ({@link relay.configuration.Settings}), one way to read them ({@link
 * relay.configuration.Configuration}), one sentence each, from which {@code src/docs/configuration.md} is generated.
 *
 * <p>A value is looked up in the environment, then in the system properties (lower case, dots), then in the properties
 * file that {@code RELAY_CONFIG} names. An invalid value stops the start with one line that names the setting, its value
 * and what is allowed; there is no silent fallback.
 */
package relay.configuration;
