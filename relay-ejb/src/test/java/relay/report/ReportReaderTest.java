package relay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import relay.smtp.Content;

class ReportReaderTest {
    private static final String DSN = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n";
    private static final String FEEDBACK =
            "Content-Type: multipart/report;\r\n report-type=\"feedback-report\"; boundary=b\r\n\r\n";

    private static Report read(String text) throws IOException {
        return ReportReader.read(Content.of(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void readsAFailure() throws IOException {
        Report report = read(DSN + "--b\r\nAction: failed\r\nStatus: 5.1.1 (unknown)\r\n"
                + "Diagnostic-Code: smtp; 550 no such user\r\n");
        assertThat(report).isEqualTo(new Report(Report.Kind.BOUNCE, "5.1.1", "smtp; 550 no such user"));
    }

    @Test
    void aDelayIsNoBounce() throws IOException {
        assertThat(read(DSN + "Action: delayed\r\nStatus: 4.4.1\r\n").kind()).isEqualTo(Report.Kind.OTHER);
    }

    @Test
    void readsAnAbuseReport() throws IOException {
        assertThat(read(FEEDBACK + "Feedback-Type: abuse\r\n"))
                .isEqualTo(new Report(Report.Kind.COMPLAINT, null, "abuse"));
    }

    @Test
    void makesPrintableWhatItQuotes() throws IOException {
        String bounce = DSN + "Action: failed\r\nDiagnostic-Code: smtp; 550\u0000 no\u0085 \u001bsuch user\u0000\r\n";
        assertThat(read(bounce).words()).isEqualTo("smtp; 550  no   such user");
        assertThat(read(FEEDBACK + "Feedback-Type: ab\u0000use\r\n").words()).isEqualTo("ab use");
        assertThat(read(DSN + "Action: failed\r\nDiagnostic-Code: " + "x".repeat(2_000) + "\r\n")
                        .words())
                .hasSize(1_000);
    }

    @Test
    void notSpamIsNoComplaint() throws IOException {
        assertThat(read(FEEDBACK + "Feedback-Type: not-spam\r\n").kind()).isEqualTo(Report.Kind.OTHER);
    }

    @Test
    void aVacationNoteIsNeither() throws IOException {
        assertThat(read("Subject: away\r\n\r\nAction: failed to plan my holidays\r\n")
                        .kind())
                .isEqualTo(Report.Kind.OTHER);
    }

    @Test
    void looksAtTheBeginningOfAGiantOnly() throws IOException {
        String filler = "x".repeat(300 << 10);
        assertThat(read(DSN + filler + "\r\nAction: failed\r\n").kind()).isEqualTo(Report.Kind.OTHER);
    }
}
