package relay.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RptRecordTest {
    @Test
    void readsWhereReportsGo() {
        assertThat(RptRecord.among(List.of(
                                "something else",
                                "v=TLSRPTv1; rua=mailto:tls@example.com,https://example.com/v1/tlsrpt;"))
                        .orElseThrow()
                        .destinations())
                .containsExactly(URI.create("mailto:tls@example.com"), URI.create("https://example.com/v1/tlsrpt"));
    }

    @Test
    void readsAnAddressThatIsEncoded() {
        assertThat(RptRecord.mailbox(URI.create("mailto:tls%2Breports@example.com?subject=x")))
                .hasValue("tls+reports@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=TLSRPTv1",
                "v=TLSRPTv1;",
                "v=TLSRPTv1; rua=",
                "v=TLSRPTv1; rua=ftp://example.com/",
                "v=TLSRPTv1; rua=http://example.com/",
                "v=TLSRPTv1; rua=https://user@example.com/",
                "v=TLSRPTv1; rua=mailto:nobody",
                "v=TLSRPTv1; rua=mailto:a%0d%0aBcc:b@example.com",
                "v=TLSRPTv2; rua=mailto:tls@example.com",
            })
    void servesNobodyElse(String text) {
        assertThat(RptRecord.among(List.of(text))).isEmpty();
    }

    @Test
    void takesNoneOfSeveral() {
        String record = "v=TLSRPTv1; rua=mailto:tls@example.com";
        assertThat(RptRecord.among(List.of(record, record))).isEmpty();
    }
}
