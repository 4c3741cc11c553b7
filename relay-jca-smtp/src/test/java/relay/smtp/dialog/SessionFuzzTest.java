package relay.smtp.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Pattern;
import relay.smtp.ListenerRole;

/** Whatever bytes come, a session answers in SMTP, frees what it held, and lets nobody send without a credential. */
class SessionFuzzTest {
    private static final Pattern REPLY = Pattern.compile("[2-5][0-9]{2}[ -]?[\\x20-\\x7e]*");

    @FuzzTest
    void answersEveryInput(FuzzedDataProvider data) {
        ListenerRole role = data.pickValue(ListenerRole.values());
        boolean dripping = data.consumeBoolean();
        FakeRelay relay = new FakeRelay();
        MemoryStore store = new MemoryStore();
        try (MemoryWire wire = new MemoryWire(DialogsInMemoryTest.services("", store), role, relay, dripping)) {
            wire.send(data.consumeRemainingAsBytes());
            for (String line = wire.readLine(); line != null; line = wire.readLine()) {
                assertThat(line).matches(REPLY);
            }
        }
        assertThat(store.open()).isZero();
        assertThat(relay.received())
                .allSatisfy(message -> assertThat(message.envelope().recipients())
                        .allMatch(to -> role == ListenerRole.TRANSFER
                                ? to.domain().equals("example.org")
                                        || to.domain().equals("postmaster")
                                : message.username() != null));
    }
}
