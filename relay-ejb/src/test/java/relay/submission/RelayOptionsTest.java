package relay.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.submission.Submissions.HOST;
import static relay.submission.Submissions.NOW;
import static relay.submission.Submissions.QUEUE_ID;
import static relay.submission.Submissions.submitted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayOptionsTest {
    @Test
    void readsThemAll() {
        RelayOptions options = accepted("""
                X-Relay-Stream: Broadcast
                X-Relay-Tag: invoice
                X-Relay-Tag: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
                X-Relay-Tag: invoice
                X-Relay-Metadata: {"order": 42,
                 "paid":true}
                X-Relay-Track: clicks, opens
                X-Relay-Send-At: 2026-11-22T10:00:00+01:00
                X-Relay-Expire-At: 2026-11-23T00:00:00Z
                X-Relay-Campaign: Black Friday
                X-Relay-Idempotency-Key: k-1
                """);

        assertThat(options)
                .isEqualTo(new RelayOptions(
                        "broadcast",
                        List.of("invoice", "Grüße"),
                        "{\"order\": 42, \"paid\":true}",
                        new Tracking(true, true),
                        Instant.parse("2026-11-22T09:00:00Z"),
                        Instant.parse("2026-11-23T00:00:00Z"),
                        "Black Friday",
                        "k-1"));
    }

    @Test
    void asksForNothingWithoutThem() {
        assertThat(accepted("Subject: x\n")).isEqualTo(RelayOptions.none());
    }

    @ParameterizedTest
    @CsvSource({"none,false,false", "opens,true,false", "Clicks,false,true", "'opens,clicks',true,true"})
    void readsTracking(String value, boolean opens, boolean clicks) {
        assertThat(accepted("X-Relay-Track: " + value + "\n").track()).isEqualTo(new Tracking(opens, clicks));
    }

    @Test
    void sendsAtOnceWhatWasDueInThePast() {
        assertThat(accepted("X-Relay-Send-At: 2020-01-01T00:00:00Z\n").sendAt()).isBefore(NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    X-Relay-Stream: bulk                           | X-Relay-Stream is malformed: allowed is transactional or broadcast
                    X-Relay-Stream:                                | X-Relay-Stream is malformed
                    X-Relay-Tag:                                   | X-Relay-Tag is malformed: allowed is 1 to 128 printable characters
                    X-Relay-Track: opens,                          | X-Relay-Track is malformed: allowed is opens, clicks
                    X-Relay-Track: none,opens                      | X-Relay-Track is malformed
                    X-Relay-Track: yes                             | X-Relay-Track is malformed
                    X-Relay-Send-At: tomorrow                      | X-Relay-Send-At is malformed: allowed is a time like 2026-
                    X-Relay-Send-At: 2026-11-22T10:00:00           | X-Relay-Send-At is malformed
                    X-Relay-Send-At: 2028-11-22T10:00:00Z          | X-Relay-Send-At is malformed
                    X-Relay-Send-At: +999999999-12-31T23:59:59Z    | X-Relay-Send-At is malformed
                    X-Relay-Expire-At: 2026-11-21T09:30:00Z        | X-Relay-Expire-At is malformed: allowed is a time to come
                    X-Relay-Metadata: [1]                          | X-Relay-Metadata is malformed: allowed is a JSON object
                    X-Relay-Campaign:                              | X-Relay-Campaign is malformed
                    X-Relay-Idempotency-Key: ü                     | X-Relay-Idempotency-Key is malformed
                    X-Relay-Tags: a                                | X-Relay-Tags is not known: X-Relay fields are X-Relay-Stream, X-Relay-Tag
                    X-Relay-Track: none~X-Relay-Track: none        | X-Relay-Track is given more than once
                    X-Relay-Send-At: 2026-11-23T00:00:00Z~X-Relay-Expire-At: 2026-11-22T00:00:00Z | X-Relay-Expire-At is not after
                    """)
    void refusesWhatIsMalformed(String fields, String why) {
        assertThat(refused(fields.replace('~', '\n') + "\n")).startsWith("554 5.6.0 " + why);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(refused("X-Relay-Tag: " + "x".repeat(129) + "\n")).contains("X-Relay-Tag is malformed");
        assertThat(refused("X-Relay-Idempotency-Key: " + "x".repeat(257) + "\n"))
                .contains("1 to 256");
        assertThat(refused("X-Relay-Metadata: {\"a\":\"" + "x".repeat(4_096) + "\"}\n"))
                .contains("at most 4096 bytes");
        assertThat(accepted("X-Relay-Tag: " + "x".repeat(128) + "\n").tags()).hasSize(1);
        assertThat(accepted("X-Relay-Metadata: {\"a\":\"" + "x".repeat(4_088) + "\"}\n")
                        .metadata())
                .hasSize(4_096);
    }

    @Test
    void refusesMoreTagsThanAllowed() {
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            tags.append("X-Relay-Tag: ").append(i).append('\n');
        }

        assertThat(accepted(tags.toString()).tags()).hasSize(10);
        assertThat(refused(tags + "X-Relay-Tag: 10\n")).contains("at most 10 tags");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "{\"a\":\"b\"}",
                "{\"a\":-1.5e+3,\"b\":0,\"c\":false}",
                "{\"\\u00fc\\n\":\"\\ud83d\\ude00\"}",
                "{\"a\":\"ü😀\"}",
                "{\"a\":\"{[\"}"
            })
    void takesFlatJson(String json) {
        assertThat(FlatJson.isFlatObject(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "[]",
                "1",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":null}",
                "{\"a\":{}}",
                "{\"a\":[]}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":1e9999}",
                "{\"a\":NaN}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"b}",
                "{}x",
                "{\"a\":truefalse}",
                "{\"a\":\"\\"
            })
    void refusesOtherJson(String json) {
        assertThat(FlatJson.isFlatObject(json)).isFalse();
    }

    private static FixUp apply(String fields) {
        String message = "From: joe@example.org\r\n" + fields.replace("\n", "\r\n") + "\r\nbody\r\n";
        try {
            return new HeaderFixUps(HOST, SubmissionRules.ofDefaults()).apply(submitted(message), QUEUE_ID, NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RelayOptions accepted(String fields) {
        return ((FixUp.Accepted) apply(fields)).options();
    }

    private static String refused(String fields) {
        return ((FixUp.Refused) apply(fields)).reply().toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "2026-11-21T09:29:59Z"})
    void aTimeThatHasPassedIsNow(String time) {
        assertThat(accepted("X-Relay-Send-At: " + time + "\n").notBefore(NOW).sendAt())
                .isEqualTo(NOW);
    }
}
