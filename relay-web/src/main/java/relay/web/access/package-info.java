/**
 * Who calls, and what for. Every resource method says what it {@link relay.web.access.Needs needs}; {@link
 * relay.web.access.Authentication} finds out who calls before the method runs, and refuses who may not. A method that
 * says nothing is for administrators only.
 */
package relay.web.access;
