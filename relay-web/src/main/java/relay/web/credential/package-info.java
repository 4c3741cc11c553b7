/** Credentials of a tenant; a secret is in the answer that created it and nowhere else. */
package relay.web.credential;
