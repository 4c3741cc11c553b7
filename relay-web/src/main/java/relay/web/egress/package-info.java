/** {@code /egress}: the sources that mail leaves from and their pools, for administrators. */
package relay.web.egress;
