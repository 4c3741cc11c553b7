/** Sending domains of a tenant: their records, verification, and DKIM keys. */
package relay.web.domain;
