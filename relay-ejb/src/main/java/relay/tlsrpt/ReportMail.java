package relay.tlsrpt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A report as a message (RFC 8460, section 5.3). It says {@code TLS-Required: No}: a report about broken TLS must arrive
 * although TLS is broken (section 3).
 *
 * @param from our address, by whose domain it is signed
 * @param to where it goes
 * @param report the report
 * @param name of the file
 * @param document the JSON document, compressed
 */
record ReportMail(String from, String to, TlsReport report, String name, byte[] document) {
    private static final String BOUNDARY = "----=_tls-report";
    private static final int LINE = 76;

    byte[] bytes() {
        String submitter = from.substring(from.lastIndexOf('@') + 1);
        String message = "From: " + from + "\r\nTo: " + to + "\r\nSubject: Report Domain: " + report.domain()
                + "\r\n Submitter: " + submitter + "\r\n Report-ID: <" + report.id() + ">\r\nTLS-Report-Domain: "
                + report.domain() + "\r\nTLS-Report-Submitter: " + submitter
                + "\r\nTLS-Required: No\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/report; report-type=\"tlsrpt\";\r\n boundary=\"" + BOUNDARY + "\"\r\n\r\n--"
                + BOUNDARY
                + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThis is an aggregate TLS report from "
                + submitter + " about mail to " + report.domain() + " (RFC 8460).\r\n\r\n--" + BOUNDARY
                + "\r\nContent-Type: application/tlsrpt+gzip\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment;\r\n filename=\"" + name + "\"\r\n\r\n"
                + Base64.getMimeEncoder(LINE, "\r\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(document)
                + "\r\n\r\n--" + BOUNDARY + "--\r\n";
        return message.getBytes(StandardCharsets.US_ASCII);
    }
}
