package relay.configuration;

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
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true"
    })
    void containsItsAddresses(String network, String address, boolean contained) throws UnknownHostException {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, true",
        "10.1.0.0/16, 10.0.0.0/8, true",
        "10.1.0.0/16, 10.2.0.0/16, false",
        "10.1.0.0/16, 10.1.0.0/16, true",
        "0.0.0.0/1, 2001:db8::/32, false",
        "2001:db8::/32, 2001:db8:1::/48, true"
    })
    void overlapsWhatSharesAddresses(String one, String other, boolean overlapping) {
        assertThat(Network.parse(one).overlaps(Network.parse(other))).isEqualTo(overlapping);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "::1/129",
                "10.0.0",
                "1.2.3/8"
            })
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
