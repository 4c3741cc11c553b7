/**
 * Reports that come back for what we sent: asynchronous bounces and complaints, matched by the signed return path.
 */
package relay.report;
