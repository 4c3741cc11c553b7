package relay.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "192.0.2.0/24, 2001:db8::1, false",
    })
    void containsItsAddresses(String network, String address, boolean contained) throws UnknownHostException {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.com", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/x", "1.2.3/8", "2001:db8::/129"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesBitsAfterThePrefix() {
        assertThatThrownBy(() -> Network.parse("192.0.2.1/24")).hasMessageContaining("bits set after the prefix");
    }

    @Test
    void knowsWhenItIsWiderThanOneOwners() {
        assertThat(Network.parse("0.0.0.0/1").isTooWide()).isTrue();
        assertThat(Network.parse("::/0").isTooWide()).isTrue();
        assertThat(Network.parse("10.0.0.0/8").isTooWide()).isFalse();
    }
}
