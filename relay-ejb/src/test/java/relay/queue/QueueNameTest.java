package relay.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class QueueNameTest {
    @Test
    void isReadAsItIsWritten() {
        QueueName plain = QueueName.of("transactional", "T1", "example.com");
        assertThat(plain).hasToString("transactional/T1/example.com");
        assertThat(QueueName.parse(plain.toString())).isEqualTo(plain);
    }

    @Test
    void aCampaignMayBeCalledWhatItLikes() {
        QueueName sale = QueueName.of("broadcast", "T1", "example.com", "spring/summer sale");
        assertThat(sale).hasToString("broadcast/T1/example.com/spring/summer sale");
        assertThat(QueueName.parse(sale.toString())).isEqualTo(sale);
    }

    @Test
    void whatHasTooFewPartsIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> QueueName.parse("transactional/T1"));
    }
}
