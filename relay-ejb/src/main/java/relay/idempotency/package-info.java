/**
 * Idempotency keys: a request that is repeated under its key has the first one's answer, and sends once.
 *
 * <p>{@link relay.idempotency.IdempotencyKeys} keeps a row for each key of a tenant for 24 hours. The queue id derives
 * from tenant, key and the time of the first request: whoever takes a request up again after a crash sends the same
 * message, and recording a queue id twice is harmless.
 */
package relay.idempotency;
