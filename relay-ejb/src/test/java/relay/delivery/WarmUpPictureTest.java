package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import relay.egress.Allowances;
import relay.egress.EgressPlan;
import relay.egress.EgressPool;
import relay.egress.EgressSource;
import relay.egress.Ramp;
import relay.egress.WarmUp;
import relay.routing.Route;
import relay.shaping.TlsPolicy;
import relay.smtp.client.Egress;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

/**
 * Sixteen days of mail to one site, half of it meant for a new source, with a crash each noon: what leaves from where.
 * {@code src/docs/pictures/warm-up.svg} is drawn from it: {@code ./mvnw -pl relay-jca-smtp,relay-ejb test
 * -Dtest=WarmUpPictureTest -Drelay.docs.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class WarmUpPictureTest {
    private static final Path PICTURE = Path.of("../src/docs/pictures/warm-up.svg");
    private static final LocalDate FIRST_DAY = LocalDate.parse("2027-02-01");
    private static final int DAYS = 16;
    private static final int MESSAGES_A_DAY = 86_400;
    private static final EgressSource NEW =
            new EgressSource("new", Egress.direct(), new WarmUp(FIRST_DAY, Ramp.ofDefaults()));
    private static final EgressSource WARM = new EgressSource("warm", Egress.direct(), null);
    private static final EgressPlan PLAN = EgressPlan.of(
            List.of(NEW, WARM),
            List.of(new EgressPool("default", List.of(new EgressPool.Share(NEW, 1), new EgressPool.Share(WARM, 1)))),
            Map.of());

    private final Map<Long, Long> taken = new HashMap<>();

    /**
     * What left on a day.
     *
     * @param allowance of the new source
     * @param fromNew messages from it
     * @param fromWarm messages from the other one
     */
    private record Day(long allowance, long fromNew, long fromWarm) {}

    private Departures node() {
        Departures departures = new Departures(new Allowances((block, granted) -> {
            long size = Math.min(block.size(), block.allowance() - taken.getOrDefault(block.day(), 0L));
            taken.merge(block.day(), size, Long::sum);
            granted.accept(size);
        }));
        departures.use(PLAN);
        return departures;
    }

    private static Site site() {
        return new Site(
                "mx.test",
                new Route.Hosts(
                        "mx.test",
                        List.of(new RemoteHost(
                                "mx.test",
                                InetSocketAddress.createUnresolved("mx.test", 25),
                                TlsRequirement.NONE,
                                null))),
                TlsPolicy.OPPORTUNISTIC);
    }

    private List<Day> story() {
        List<Day> days = new ArrayList<>();
        long begin = FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        for (int day = 0; day < DAYS; day++) {
            long midnight = begin + Duration.ofDays(day).toMillis();
            long morning = half(midnight);
            long evening = half(midnight + Duration.ofHours(12).toMillis());
            days.add(new Day(NEW.warmUp().allowance(midnight), morning + evening, MESSAGES_A_DAY - morning - evening));
        }
        return days;
    }

    /** Half a day of one process, a message each second; what left from the new source. */
    private long half(long begin) {
        Departures departures = node();
        Site site = site();
        Delivery delivery = Deliveries.transactional();
        long fromNew = 0;
        for (int second = 0; second < MESSAGES_A_DAY / 2; second++) {
            long now = begin + Duration.ofSeconds(second).toMillis();
            EgressSource source = departures.choose(delivery, site, now);
            assertThat(departures.mayLeave(delivery, now)).isTrue();
            fromNew += source.equals(NEW) ? 1 : 0;
        }
        return fromNew;
    }

    @Test
    void neverExceedsTheRampAndLosesNothing() throws IOException {
        List<Day> days = story();
        for (Day day : days) {
            assertThat(day.fromNew()).isLessThanOrEqualTo(day.allowance());
            assertThat(day.fromNew()).isGreaterThanOrEqualTo(Math.min(MESSAGES_A_DAY / 2, day.allowance() * 8 / 10));
        }
        String picture = draw(days);
        if (Boolean.getBoolean("relay.docs.write")) {
            Files.createDirectories(PICTURE.getParent());
            Files.writeString(PICTURE, picture);
        }
        assertThat(PICTURE)
                .as("src/docs/pictures/warm-up.svg is stale: see this test's description")
                .hasContent(picture);
    }

    // Drawing: days to the right, messages upwards on a logarithmic scale

    private static final int LEFT = 70;
    private static final int BOTTOM = 300;
    private static final int DAY_WIDTH = 36;
    private static final double DECADE_HEIGHT = 45;

    private static String draw(List<Day> days) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 680 360\" font-family=\"sans-serif\""
                + " font-size=\"12\">\n<title>Messages a day to one site while a source warms up</title>\n"
                + "<rect width=\"680\" height=\"360\" fill=\"white\"/>\n");
        for (int decade = 1; decade <= 6; decade++) {
            double y = BOTTOM - (decade - 1) * DECADE_HEIGHT;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"650\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,d</text>%n",
                    LEFT,
                    y,
                    y,
                    LEFT - 6,
                    y + 4,
                    (long) Math.pow(10, decade)));
        }
        for (int day = 0; day < days.size(); day++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                    x(day),
                    BOTTOM + 18,
                    day + 1));
        }
        svg.append(curve(days, Day::fromWarm, "#888888", "4 3"))
                .append(curve(days.subList(0, days.size() - 1), Day::allowance, "#d95f02", "none"))
                .append(curve(days, Day::fromNew, "#1b6ca8", "none"));
        legend(svg, 0, "#d95f02", "allowance of the new source");
        legend(svg, 1, "#1b6ca8", "sent from the new source, with a crash each noon");
        legend(svg, 2, "#888888", "sent from the warm source");
        return svg.append("</svg>\n").toString();
    }

    private static int x(int day) {
        return LEFT + 20 + day * DAY_WIDTH;
    }

    private static String curve(List<Day> days, ToLongFunction<Day> value, String colour, String dashes) {
        String points = IntStream.range(0, days.size())
                .mapToObj(day -> String.format(
                        Locale.ROOT,
                        "%d,%.1f",
                        x(day),
                        BOTTOM - (Math.log10((double) value.applyAsLong(days.get(day))) - 1) * DECADE_HEIGHT))
                .collect(Collectors.joining(" "));
        return "<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\" stroke-dasharray=\"" + dashes
                + "\" points=\"" + points + "\"/>\n";
    }

    private static void legend(StringBuilder svg, int line, String colour, String words) {
        int y = 20 + 16 * line;
        svg.append("<rect x=\"90\" y=\"" + (y - 8) + "\" width=\"14\" height=\"4\" fill=\"" + colour
                + "\"/><text x=\"110\" y=\"" + y + "\">" + words + "</text>\n");
    }
}
