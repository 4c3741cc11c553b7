/** Tenants: accounts whose mail, domains, keys, credentials, limits and statistics are their own. */
package relay.tenant;
