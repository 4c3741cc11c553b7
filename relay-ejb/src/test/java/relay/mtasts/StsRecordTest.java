package relay.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StsRecordTest {
    @ParameterizedTest
    @ValueSource(strings = {"v=STSv1; id=2026a;", "v=STSv1;id=2026a", "v=STSv1; x=y; id=2026a; z=1"})
    void readsTheId(String text) {
        assertThat(StsRecord.among(List.of("v=spf1 -all", text))).hasValue(new StsRecord("2026a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=STSv1", "v=STSv1; id=;", "v=STSv1; id=with-hyphen;", "v=STSv12; id=1", "v=STSv2; id=1"})
    void takesNothingElseForARecord(String text) {
        assertThat(StsRecord.among(List.of(text))).isEmpty();
    }

    @Test
    void takesNoneOfSeveral() {
        assertThat(StsRecord.among(List.of("v=STSv1; id=1;", "v=STSv1; id=2;"))).isEmpty();
    }
}
