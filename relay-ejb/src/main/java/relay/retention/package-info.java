/**
 * Retention: what is finished leaves the database when its time has come. A Jakarta Batch job, started every hour, that
 * removes messages with all that belongs to them, contents that are kept for a while, and what crashes left behind.
 */
package relay.retention;
