package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import relay.queue.QueueName;

/**
 * Four minutes of a site that takes a hundred deliveries a second, while five tenants with weights of 1, 1, 2, 2 and 4 have
 * more than that: who gets which share. {@code src/docs/pictures/fairness.svg} is drawn from it: {@code ./mvnw -pl
 * relay-jca-smtp,relay-ejb test -Dtest=FairnessPictureTest -Drelay.docs.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class FairnessPictureTest {
    private static final Path PICTURE = Path.of("../src/docs/pictures/fairness.svg");
    private static final int WINDOW = 20_000;
    private static final int MILLIS_A_DELIVERY = 10;
    private static final int SLICE_MILLIS = 10_000;
    private static final int SLICES_A_MINUTE = 6;
    private static final int MINUTES = 4;
    private static final Map<String, Integer> WEIGHTS = Map.of("A", 1, "B", 1, "C", 2, "D", 2, "E", 4);

    private final Window window = new Window(WINDOW);
    private final ReadyMail ready = new ReadyMail(WEIGHTS::get);
    private final Map<String, Flow> flows = new LinkedHashMap<>();
    private final List<Map<String, Integer>> slices = new ArrayList<>();
    private long now;
    private int number;

    /** The mail of a tenant's stream, most of it in the database: it comes into the window as the engine has it. */
    private final class Flow {
        private final String tenant;
        private final String stream;
        private final QueueName queue;
        private int waiting;

        Flow(String tenant, String stream) {
            this.tenant = tenant;
            this.stream = stream;
            queue = QueueName.of(stream, tenant, "example.com");
        }

        void fillUp() {
            int room = window.room(queue);
            if (window.held(queue) <= room / 2) {
                for (int most = Math.min(room, WaitingMail.PAGE); most > 0 && waiting > 0; most--) {
                    Delivery delivery = Deliveries.of("Q" + ++number, tenant, stream, null, "joe@example.com");
                    assertThat(window.admit(delivery)).isTrue();
                    ready.add(delivery);
                    waiting--;
                }
            }
        }
    }

    private Flow flow(String tenant, String stream) {
        return flows.computeIfAbsent(tenant + " " + stream, name -> new Flow(tenant, stream));
    }

    private void sends(int count, String tenant, String stream) {
        flow(tenant, stream).waiting += count;
    }

    /** The site takes one delivery. */
    private void pass(Map<String, Integer> slice) {
        flows.values().forEach(Flow::fillUp);
        Delivery next = ready.poll(any -> true);
        window.forget(next);
        slice.merge(next.message().tenantId() + " " + next.message().stream(), 1, Integer::sum);
        now += MILLIS_A_DELIVERY;
    }

    /** A minute, before each delivery of which something else happens. */
    private void minute(Runnable before) {
        for (int i = 0; i < SLICES_A_MINUTE; i++) {
            Map<String, Integer> slice = new TreeMap<>();
            slices.add(slice);
            for (long end = now + SLICE_MILLIS; now < end; ) {
                before.run();
                pass(slice);
            }
        }
    }

    private void minute() {
        minute(() -> {});
    }

    /** What left in a minute, the first is 0. */
    private Map<String, Integer> left(int minute) {
        Map<String, Integer> sum = new TreeMap<>();
        slices.subList(minute * SLICES_A_MINUTE, (minute + 1) * SLICES_A_MINUTE)
                .forEach(slice -> slice.forEach((flow, count) -> sum.merge(flow, count, Integer::sum)));
        return sum;
    }

    private void story() {
        sends(1_000_000, "A", "broadcast");
        minute();
        List.of("B", "C", "D", "E").forEach(tenant -> sends(100_000, tenant, "broadcast"));
        minute();
        sends(1_800, "A", "transactional");
        sends(3_600, "C", "transactional");
        minute();
        minute(this::sendsNowAndThen);
    }

    /** Ten messages a second; what came last has left when the next one comes. */
    private void sendsNowAndThen() {
        if (now % (10 * MILLIS_A_DELIVERY) == 0) {
            assertThat(window.held(flow("A", "transactional").queue)).isZero();
            sends(1, "A", "transactional");
        }
    }

    @Test
    void leavesAsMuchRoomToTheNextOneAsAMillionOfOneTenantTakes() {
        Delivery delivery;
        do {
            delivery = Deliveries.of("Q" + ++number, "A", "broadcast", null, "joe@example.com");
        } while (window.admit(delivery));
        assertThat(window.held(delivery.queue())).isEqualTo(6_667);
        assertThat(window.room(flow("B", "broadcast").queue)).isEqualTo(6_667);
    }

    @Test
    void sharesByWeightAndPutsTransactionalMailFirst() throws IOException {
        story();
        assertThat(left(0)).isEqualTo(Map.of("A broadcast", 6_000));
        assertThat(left(1))
                .isEqualTo(Map.of(
                        "A broadcast", 600,
                        "B broadcast", 600,
                        "C broadcast", 1_200,
                        "D broadcast", 1_200,
                        "E broadcast", 2_400));
        assertThat(left(2))
                .isEqualTo(Map.of(
                        "A transactional", 1_800,
                        "C transactional", 3_600,
                        "A broadcast", 60,
                        "B broadcast", 60,
                        "C broadcast", 120,
                        "D broadcast", 120,
                        "E broadcast", 240));
        assertThat(left(3))
                .isEqualTo(Map.of(
                        "A transactional", 600,
                        "A broadcast", 540,
                        "B broadcast", 540,
                        "C broadcast", 1_080,
                        "D broadcast", 1_080,
                        "E broadcast", 2_160));
        String picture = draw();
        if (Boolean.getBoolean("relay.docs.write")) {
            Files.createDirectories(PICTURE.getParent());
            Files.writeString(PICTURE, picture);
        }
        assertThat(PICTURE)
                .as("src/docs/pictures/fairness.svg is stale: see this test's description")
                .hasContent(picture);
    }

    // Drawing: time to the right, deliveries a second upwards, the shares on top of each other

    private static final int LEFT = 50;
    private static final int BOTTOM = 310;
    private static final int SLICE_WIDTH = 20;
    private static final double HEIGHT_A_DELIVERY = 0.25;
    private static final String[] SAID = {"A has a million", "four others come", "A and C send", "A sends ten"};
    private static final String[] SAID_BELOW = {"", "", "transactional mail", "a second of it"};
    private static final Map<String, String> COLOURS = colours();

    /** In the order of drawing, from the bottom. */
    private static Map<String, String> colours() {
        Map<String, String> colours = new LinkedHashMap<>();
        colours.put("A transactional", "#b30000");
        colours.put("C transactional", "#e34a33");
        colours.put("A broadcast", "#08519c");
        colours.put("B broadcast", "#3182bd");
        colours.put("C broadcast", "#6baed6");
        colours.put("D broadcast", "#9ecae1");
        colours.put("E broadcast", "#c6dbef");
        return colours;
    }

    private String draw() {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 350\" font-family=\"sans-serif\""
                + " font-size=\"12\">\n<title>Who gets which share of a site that takes a hundred deliveries a second"
                + "</title>\n<rect width=\"720\" height=\"350\" fill=\"white\"/>\n");
        for (int slice = 0; slice < slices.size(); slice++) {
            column(svg, slice);
        }
        for (int percent = 0; percent <= 100; percent += 20) {
            double y = BOTTOM - percent * 10 * HEIGHT_A_DELIVERY;
            text(svg, LEFT - 6, y + 4, "end", String.valueOf(percent));
        }
        for (int minute = 0; minute < MINUTES; minute++) {
            int x = LEFT + minute * SLICES_A_MINUTE * SLICE_WIDTH;
            text(svg, x + 4, 30, "start", SAID[minute]);
            text(svg, x + 4, 46, "start", SAID_BELOW[minute]);
            text(svg, x + SLICES_A_MINUTE * SLICE_WIDTH / 2, BOTTOM + 18, "middle", "minute " + (minute + 1));
        }
        int line = 0;
        for (Map.Entry<String, String> flow : COLOURS.entrySet()) {
            legend(svg, line++, flow.getKey(), flow.getValue());
        }
        text(
                svg,
                LEFT,
                BOTTOM + 34,
                "start",
                "deliveries a second of each tenant and stream, in slices of ten seconds");
        return svg.append("</svg>\n").toString();
    }

    private void column(StringBuilder svg, int slice) {
        double y = BOTTOM;
        for (Map.Entry<String, String> flow : COLOURS.entrySet()) {
            double height = slices.get(slice).getOrDefault(flow.getKey(), 0) * HEIGHT_A_DELIVERY;
            if (height > 0) {
                y -= height;
                rect(svg, LEFT + slice * SLICE_WIDTH, y, SLICE_WIDTH - 1, height, flow.getValue());
            }
        }
    }

    private static void legend(StringBuilder svg, int line, String flow, String colour) {
        int x = LEFT + MINUTES * SLICES_A_MINUTE * SLICE_WIDTH + 12;
        int y = BOTTOM - 20 * line;
        rect(svg, x, y - 12, 12, 12, colour);
        text(svg, x + 18, y - 2, "start", flow + ", " + WEIGHTS.get(flow.substring(0, 1)));
        if (line == 0) {
            text(svg, x, BOTTOM - 20 * COLOURS.size() - 6, "start", "tenant, stream, weight");
        }
    }

    private static void rect(StringBuilder svg, int x, double y, int width, double height, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"%s\"/>\n",
                x,
                y,
                width,
                height,
                colour));
    }

    private static void text(StringBuilder svg, int x, double y, String anchor, String words) {
        if (!words.isEmpty()) {
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, words));
        }
    }
}
