/**
 * Errors of the REST interface as RFC 9457 problems. {@link relay.web.problem.Failures} turns whatever a request ends
 * in into one; nothing of the inside (class names, statements, stack traces) gets out, only an incident that the log
 * has too.
 */
package relay.web.problem;
