/**
 * The database: which one, how to connect, and its migrations.
 *
 * <p>{@link relay.database.RelayXADataSource} is what the container pools for entities and queries; {@link
 * relay.database.Database} gives the mail path plain connections of its own, outside any container transaction, because
 * with XA a prepared branch can hang mail for ever.
 *
 * <p>What can fail: an unreachable or locked database, and a schema newer than this release; both stop the start with
 * the database's address and the reason.
 */
package relay.database;
