package relay.report;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.message.HeaderText;
import relay.smtp.Content;

/**
 * Reads machine-readable reports: delivery status notifications (RFC 3464) and feedback reports (RFC 5965). Looks at the
 * first 256 KiB only and keeps a few fields, made printable as anybody may have written them; whatever it does not understand is {@link Report.Kind#OTHER}.
 */
final class ReportReader {
    private static final int MAX_BYTES = 256 << 10;
    /** As the log keeps what remote hosts say. */
    private static final int MAX_TEXT = 1_000;

    private static final Pattern FIELD = Pattern.compile("(?is)(action|status|diagnostic-code|feedback-type):\\s*(.+)");
    private static final Pattern REPORT_TYPE = Pattern.compile("(?i)report-type=\"?(delivery-status|feedback-report)");
    private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");

    private ReportReader() {}

    static Report read(Content content) throws IOException {
        Map<String, String> fields = new HashMap<>();
        String type = "";
        try (InputStream in = content.open();
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new ByteArrayInputStream(in.readNBytes(MAX_BYTES)), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher reportType = REPORT_TYPE.matcher(line);
                if (type.isEmpty() && reportType.find()) {
                    type = reportType.group(1).toLowerCase(Locale.ROOT);
                }
                Matcher field = FIELD.matcher(line);
                if (!type.isEmpty() && field.matches()) {
                    fields.putIfAbsent(
                            field.group(1).toLowerCase(Locale.ROOT),
                            HeaderText.printable(field.group(2), MAX_TEXT).strip());
                }
            }
        }
        return report(type, fields);
    }

    private static Report report(String type, Map<String, String> fields) {
        String feedback = fields.getOrDefault("feedback-type", "");
        if (type.equals("feedback-report") && !feedback.isEmpty() && !feedback.equalsIgnoreCase("not-spam")) {
            return new Report(Report.Kind.COMPLAINT, null, feedback);
        }
        boolean failed = fields.getOrDefault("action", "").equalsIgnoreCase("failed");
        Matcher status = STATUS.matcher(fields.getOrDefault("status", ""));
        return new Report(
                type.equals("delivery-status") && failed ? Report.Kind.BOUNCE : Report.Kind.OTHER,
                status.find() ? status.group() : null,
                fields.get("diagnostic-code"));
    }
}
