/** Tenants, for administrators. */
package relay.web.tenant;
