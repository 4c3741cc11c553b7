package relay.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private long nanos;
    private final Windows windows = new Windows(() -> nanos);

    /** Whole numbers from 1 as positions of five digits, of which every n-th fits. */
    private record Numbers(int count, int every) implements Windows.Rows<String> {
        @Override
        public String end(String after, int size) {
            int last = number(after) + size;
            return last <= count ? text(last) : null;
        }

        @Override
        public List<String> within(String after, String last, int limit) {
            return IntStream.rangeClosed(number(after) + 1, last == null ? count : number(last))
                    .filter(number -> number % every == 0)
                    .limit(limit)
                    .mapToObj(Numbers::text)
                    .toList();
        }

        private static int number(String position) {
            return position.isEmpty() ? 0 : Integer.parseInt(position);
        }

        private static String text(int number) {
            return String.format("%07d", number);
        }
    }

    @Test
    void fillsAPageFromSeveralWindows() throws SQLException {
        Slice<String> page = windows.page(new Numbers(45_000, 5_000), "", 3, text -> text);

        assertThat(page).isEqualTo(new Slice<>(List.of("0005000", "0010000", "0015000"), "0015000"));
    }

    @Test
    void endsWhereTheListEnds() throws SQLException {
        Slice<String> page = windows.page(new Numbers(45_000, 20_000), "", 3, text -> text);

        assertThat(page).isEqualTo(new Slice<>(List.of("0020000", "0040000"), null));
    }

    @Test
    void looksAtABoundedNumberOfRowsAndSaysWhereToGoOn() throws SQLException {
        Numbers rare = new Numbers(1_000_000, 500_000);

        Slice<String> page = windows.page(rare, "", 3, text -> text);

        assertThat(page).isEqualTo(new Slice<>(List.of(), "0060000"));
    }

    @Test
    void looksForABoundedTimeAndSaysWhereToGoOn() throws SQLException {
        Windows slow = new Windows(() -> nanos += TimeUnit.MILLISECONDS.toNanos(150));

        Slice<String> page = slow.page(new Numbers(1_000_000, 500_000), "", 3, text -> text);

        assertThat(page).isEqualTo(new Slice<>(List.of(), "0008000"));
    }

    @Test
    void reachesEverythingPageByPage() throws SQLException {
        Numbers rare = new Numbers(1_000_000, 250_000);
        int found = 0;
        for (String after = ""; after != null; ) {
            Slice<String> page = windows.page(rare, after, 1, text -> text);
            found += page.items().size();
            after = page.next();
        }

        assertThat(found).isEqualTo(4);
    }
}
