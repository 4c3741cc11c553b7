package relay.egress;

/**
 * What a source that is warming up has used of a day at a site.
 *
 * @param site its name
 * @param day counted from 1970, UTC
 * @param taken messages: taken in blocks of a twentieth of the day's allowance before they are sent, so that a few of them
 *     may still be to come
 */
public record WarmUpUse(String site, long day, long taken) {}
