package relay.web.egress;

import jakarta.json.bind.annotation.JsonbNillable;
import java.time.LocalDate;
import relay.egress.Ramp;
import relay.egress.StoredSource;
import relay.egress.WarmUpUse;

/**
 * A day of a warm-up at a site, as it is shown.
 *
 * @param site its name
 * @param day UTC
 * @param taken messages, a few of which may still be to come
 * @param allowance messages in all, or null where the ramp says nothing any more
 */
@JsonbNillable
public record WarmUpView(String site, String day, long taken, Integer allowance) {
    static WarmUpView of(StoredSource source, WarmUpUse use) {
        return new WarmUpView(
                use.site(), LocalDate.ofEpochDay(use.day()).toString(), use.taken(), allowance(source, use.day()));
    }

    private static Integer allowance(StoredSource source, long day) {
        if (source.warmUpSince() == null) {
            return null;
        }
        Ramp ramp = source.ramp() == null ? Ramp.ofDefaults() : Ramp.parse(source.ramp());
        long index = day - LocalDate.parse(source.warmUpSince()).toEpochDay();
        return index >= 0 && index < ramp.days().size() ? ramp.days().get((int) index) : null;
    }
}
