package relay.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;
import relay.smtp.Account;
import relay.smtp.ListenerRole;
import relay.smtp.Peer;

/** Mail such as an application sends. */
public final class SampleMail {
    public static final Instant NOW = Instant.parse("2027-02-01T09:30:00Z");
    public static final String QUEUE_ID = "01M80144MK6J2RQC1RB3";
    public static final Account ACCOUNT =
            new Account("credential", "tenant", "app", null, Set.of("sender.example"), false, "transactional", null);
    public static final String HEADER = String.join(
            "\r\n",
            "From: \"Example Shop\" <orders@sender.example>",
            "To: Joe Bloggs <joe@example.com>",
            "Subject: =?UTF-8?Q?Your_order_4711_is_on_its_way_=E2=80=93_thank_you?=",
            "Date: Mon, 01 Feb 2027 10:29:58 +0100",
            "Message-ID: <4711.20270201@sender.example>",
            "Reply-To: support@sender.example",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "X-Relay-Tag: order",
            "",
            "");

    private static final String LINE = "Thank you for your order.  It has left our house today, by parcel.\r\n";

    private SampleMail() {}

    /** So many octets of lines. */
    public static byte[] body(int octets) {
        String end = "x".repeat(octets % LINE.length()) + "\r\n";
        String text = LINE.repeat(octets / LINE.length()) + end;
        return text.substring(text.length() - octets).getBytes(US_ASCII);
    }

    /** A message of so many octets in all. */
    public static byte[] message(int octets) {
        return (HEADER + new String(body(octets - HEADER.length()), US_ASCII)).getBytes(US_ASCII);
    }

    /** Who submits it. */
    public static Peer peer() {
        return new Peer(
                ListenerRole.SUBMISSION,
                InetAddress.getLoopbackAddress(),
                40_000,
                "client.example",
                true,
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256");
    }
}
