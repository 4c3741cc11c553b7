/**
 * The stand-alone relay: a main class that reads the settings, prepares Payara Micro accordingly, and says when mail can
 * come.
 */
package relay.micro;
