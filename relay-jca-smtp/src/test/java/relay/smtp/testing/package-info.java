/**
 * A remote host for tests: a real SMTP server on loopback that does what a script says.
 *
 * <p>{@link relay.smtp.testing.ScriptedMx} is the server, {@link relay.smtp.testing.MxScript} builds one, {@link
 * relay.smtp.testing.MxRule} says what it does at a {@link relay.smtp.testing.MxMoment} instead of accepting. {@link
 * relay.smtp.testing.TestAuthority} issues certificates. Nothing here needs a test framework; other modules use it by
 * way of the test jar.
 */
package relay.smtp.testing;
