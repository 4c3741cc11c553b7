/** Administrators: the people who operate the relay through its console. */
package relay.administrator;
