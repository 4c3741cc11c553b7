/**
 * The console for operators: pages below {@code /console}, for administrators who have logged in. Pages ask the services
 * of the domain and hold no rule.
 */
package relay.web.console;
