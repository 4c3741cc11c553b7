/**
 * The addresses that mail leaves from. An {@link relay.egress.EgressSource} is one of them, with its name in EHLO and,
 * where there is one, its proxy; an {@link relay.egress.EgressPool} shares mail out among several by weight; an {@link
 * relay.egress.EgressPlan} says which pool a tenant's or a stream's mail has. A new source is warmed up: {@link
 * relay.egress.WarmUp} says how much it may send to a site on which day, and {@link relay.egress.Allowances} sees to it
 * that this is never exceeded, not by a crash and not by several nodes.
 *
 * <p>Operators keep sources and pools in the database ({@link relay.egress.EgressSources}, {@link
 * relay.egress.EgressPools}); {@link relay.egress.EgressReader} renews the plan within a second of a change, so that mail
 * never waits for the database. The engine of {@code relay.delivery} chooses by the plan.
 */
package relay.egress;
