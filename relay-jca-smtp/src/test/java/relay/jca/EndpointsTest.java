package relay.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import relay.smtp.dialog.FakeRelay;

class EndpointsTest {
    private final FakeEndpoints factory = new FakeEndpoints(new FakeRelay());
    private final Endpoints endpoints = new Endpoints(factory, 100);

    @Test
    void surroundsEachCallByADelivery() {
        assertThat(endpoints.account("alice")).isPresent();
        assertThat(factory.calls).containsExactly("create", "before account", "account", "after", "release");
    }

    @Test
    void announcesTheMethodThatItCalls() {
        endpoints.accept(List.of());
        endpoints.recipient(null, "joe@example.org");
        endpoints.admit(null);
        assertThat(factory.calls).contains("before accept", "before recipient", "before admit");
    }

    @Test
    void takesACallForFailedWhenItsTransactionFails() {
        factory.failing = true;
        assertThatThrownBy(() -> endpoints.accept(List.of())).hasMessageContaining("accept");
        assertThat(factory.calls).endsWith("after", "release");
    }

    @Test
    void givesTheEndpointBackAfterAnException() {
        assertThatThrownBy(() -> endpoints.account("broken")).hasMessage("the database is away");
        assertThat(factory.calls).endsWith("account", "after", "release");
    }

    @Test
    void knowsWhetherTheApplicationTakesCalls() {
        assertThat(endpoints.areAvailable()).isTrue();
        factory.available = false;
        assertThat(endpoints.areAvailable()).isFalse();
        assertThatThrownBy(() -> endpoints.account("alice")).hasMessageContaining("not available");
    }
}
