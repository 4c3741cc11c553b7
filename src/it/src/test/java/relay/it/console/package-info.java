/** The console, as a person with a browser sees it. */
package relay.it.console;
