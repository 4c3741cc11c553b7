package relay.egress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What the sources that are warming up may still send to each site today. It is taken in small blocks from where all
 * nodes take it, before it is used: what a crash leaves of a block is lost to the day, so that the ramp is never exceeded.
 * Belongs to one thread.
 */
public final class Allowances {
    /** Blocks that a day's allowance is taken in. */
    static final int BLOCKS = 20;

    private static final long PAUSE_MILLIS = 5_000;

    private final Reserve reserve;
    private final Map<EgressSource, Map<String, Account>> accounts = new HashMap<>();

    /** Where blocks come from. */
    @FunctionalInterface
    public interface Reserve {
        /**
         * Takes a block of a day's allowance.
         *
         * @param granted hears, on the thread of the allowances, how much of it there was; a negative number for a failure
         */
        void take(Block block, LongConsumer granted);
    }

    /**
     * A part of what a source may send to a site on a day.
     *
     * @param source its name
     * @param site its name
     * @param day counted from 1970, UTC
     * @param size messages
     * @param allowance messages that may be sent in all
     */
    public record Block(String source, String site, long day, long size, long allowance) {}

    public Allowances(Reserve reserve) {
        this.reserve = reserve;
    }

    /** Whether one more message may go now; sees to it that there is more when it will be wanted. */
    public boolean has(EgressSource source, String site, long now) {
        long allowance = allowance(source, now);
        if (allowance == WarmUp.UNLIMITED || allowance == 0) {
            return allowance > 0;
        }
        Account account = account(source, site, now);
        long block = Math.max(1, allowance / BLOCKS);
        if (account.left * 2 < block && !account.asked && !account.usedUp && now >= account.askAgain) {
            ask(account, new Block(source.name(), site, account.day, block, allowance), now);
        }
        return account.left > 0;
    }

    /** Uses one up: there must be one. */
    public void take(EgressSource source, String site, long now) {
        if (allowance(source, now) != WarmUp.UNLIMITED) {
            account(source, site, now).left--;
        }
    }

    /** One that was taken on this day was not used. */
    public void giveBack(EgressSource source, String site, long day) {
        Account account = accounts.getOrDefault(source, Map.of()).get(site);
        if (account != null && account.day == day) {
            account.left++;
        }
    }

    /** When there may be one more: soon while a block is being taken, else tomorrow. Milliseconds since 1970. */
    public long next(EgressSource source, String site, long now, long soon) {
        Account account = accounts.getOrDefault(source, Map.of()).get(site);
        boolean mayCome = account != null && account.day == WarmUp.day(now) && !account.usedUp;
        return mayCome ? now + soon : WarmUp.nextDay(now);
    }

    /** Forgets all sources but these; what was left of a source that has changed is lost to the day. */
    public void keep(Collection<EgressSource> sources) {
        accounts.keySet().retainAll(sources);
    }

    /** What was taken for this day and not used, and forgets it. */
    public List<Block> unused(long now) {
        List<Block> unused = new ArrayList<>();
        accounts.forEach((source, sites) -> sites.forEach((site, account) -> {
            if (account.left > 0 && account.day == WarmUp.day(now)) {
                unused.add(new Block(source.name(), site, account.day, account.left, allowance(source, now)));
            }
        }));
        accounts.clear();
        return unused;
    }

    private static long allowance(EgressSource source, long now) {
        return source.warmUp() == null ? WarmUp.UNLIMITED : source.warmUp().allowance(now);
    }

    private Account account(EgressSource source, String site, long now) {
        Account account = accounts.computeIfAbsent(source, fresh -> new HashMap<>())
                .computeIfAbsent(site, fresh -> new Account());
        account.begin(WarmUp.day(now));
        return account;
    }

    private void ask(Account account, Block block, long now) {
        account.asked = true;
        reserve.take(block, granted -> {
            if (account.day != block.day()) {
                // the day is over, and with it what was taken for it
                return;
            }
            account.asked = false;
            if (granted < 0) {
                account.askAgain = now + PAUSE_MILLIS;
            } else {
                account.left += granted;
                account.usedUp = granted < block.size();
            }
        });
    }

    /** What is known of a source at a site today. */
    private static final class Account {
        private long day = Long.MIN_VALUE;
        private long left;
        private boolean asked;
        private boolean usedUp;
        private long askAgain = Long.MIN_VALUE;

        void begin(long today) {
            if (day != today) {
                day = today;
                left = 0;
                asked = false;
                usedUp = false;
                askAgain = Long.MIN_VALUE;
            }
        }
    }
}
