package relay.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerAddressTest {
    @Test
    void readsOneBroker() {
        assertThat(BrokerAddress.parse("tcp://broker.example").parameters())
                .isEqualTo("host=broker.example;port=61616");
        assertThat(BrokerAddress.parse("tcp://[2001:db8::1]:5000").parameters())
                .isEqualTo("host=2001:db8::1;port=5000");
    }

    @Test
    void keepsOptionsOfTransportAndConnectionApart() {
        BrokerAddress address = BrokerAddress.parse("tcp://a:1?sslEnabled=true&ha=true&callTimeout=5000");
        assertThat(address.parameters()).isEqualTo("host=a;port=1;sslEnabled=true");
        assertThat(address.options()).isEqualTo(Map.of("ha", "true", "callTimeout", "5000"));
    }

    @Test
    void readsBrokersThatStandInForEachOther() {
        BrokerAddress address = BrokerAddress.parse("(tcp://a:1?sslEnabled=true,tcp://b)?ha=true&reconnectAttempts=-1");
        assertThat(address.parameters()).isEqualTo("host=a;port=1;sslEnabled=true,host=b;port=61616");
        assertThat(address.classNames(String.class)).isEqualTo("java.lang.String,java.lang.String");
        assertThat(address.options()).isEqualTo(Map.of("ha", "true", "reconnectAttempts", "-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://a:1?colour=red | option colour",
                "(tcp://a,tcp://b)?colour=red | option colour",
                "tcp://a:1?ha=perhaps | ha must be true or false",
                "tcp://a:1?callTimeout=soon | callTimeout must be a whole number",
                "tcp://a:1?ha | name=value",
                "(tcp://a,b) | must be tcp://host",
                "vm://0 | must be tcp://host"
            })
    void refusesByName(String url, String why) {
        assertThatThrownBy(() -> BrokerAddress.parse(url))
                .hasMessageStartingWith("RELAY_BROKER_URL=" + url)
                .hasMessageContaining(why);
    }

    @Test
    void asksABrokerHowOftenItDelivers(@TempDir Path directory) throws Exception {
        BrokerSettings embedded = new BrokerSettings("", "", "", directory);
        Broker.acquire(embedded);
        try (ActiveMQConnectionFactory factory =
                new ActiveMQConnectionFactory("vm://" + BrokerConfiguration.SERVER_ID)) {
            assertThat(new BrokerCheck(factory).maxDeliveryAttempts()).isEqualTo(-1);
        } finally {
            Broker.release();
        }
    }
}
