package relay.web.egress;

import jakarta.json.bind.annotation.JsonbNillable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import relay.egress.StoredSource;
import relay.egress.WarmUp;
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
public record WarmUpView(String site, String day, long taken, Long allowance) {
    static WarmUpView of(StoredSource source, WarmUpUse use) {
        LocalDate day = LocalDate.ofEpochDay(use.day());
        return new WarmUpView(use.site(), day.toString(), use.taken(), allowance(source.warmUp(), day));
    }

    private static Long allowance(WarmUp warmUp, LocalDate day) {
        long allowance = warmUp == null
                ? WarmUp.UNLIMITED
                : warmUp.allowance(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
        return allowance == WarmUp.UNLIMITED ? null : allowance;
    }
}
