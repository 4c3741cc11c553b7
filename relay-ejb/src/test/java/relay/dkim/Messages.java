package relay.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import relay.message.MessageHeader;
import relay.smtp.Content;

/** Messages to sign and to verify, as bytes. */
final class Messages {
    static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

    private Messages() {}

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] crlf(byte[] bytes) {
        return bytes(new String(bytes, ISO_8859_1).replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    static byte[] hash(BodyHash hash, byte[] body) {
        hash.feed(body, 0, body.length);
        return hash.finish();
    }

    /** The message with our signatures on top. */
    static byte[] signed(byte[] message, List<SigningKey> keys) {
        return signed(message, keys, DkimSigner.withoutExpiry());
    }

    static byte[] signed(byte[] message, List<SigningKey> keys, DkimSigner signer) {
        int bodyOffset = MessageHeader.parse(message).bodyOffset();
        byte[] bodyHash = hash(BodyHash.relaxed(), Arrays.copyOfRange(message, bodyOffset, message.length));
        byte[] signatures = signer.sign(Arrays.copyOf(message, bodyOffset), bodyHash, keys, NOW);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(signatures);
        out.writeBytes(message);
        return out.toByteArray();
    }

    static List<DkimResult> verify(byte[] message, KeyLookup keys) {
        return verify(message, keys, NOW);
    }

    static List<DkimResult> verify(byte[] message, KeyLookup keys, Instant now) {
        try {
            return new DkimVerifier(keys, VerificationRules.ofDefaults()).verify(Content.of(message), now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message that only its seed decides: repeated, empty, folded and 8-bit fields, a body with every trap. */
    static byte[] random(long seed) {
        Random random = new Random(seed);
        String[] names = {
            "Subject", "To", "cc", "X-Other", "Reply-To", "List-Id", "Sender", "MIME-Version", "References"
        };
        StringBuilder message = new StringBuilder("From: Joe <joe@example.org>\r\n");
        for (int i = random.nextInt(12); i > 0; i--) {
            message.append(names[random.nextInt(names.length)]).append(random.nextInt(5) == 0 ? " :" : ":");
            value(random, message);
        }
        return bytes(message.append("\r\n").append(body(random)).toString());
    }

    private static void value(Random random, StringBuilder out) {
        for (int i = random.nextInt(6); i > 0; i--) {
            out.append(pick(random, " ", "\t", "word", "\u00fc", "a  b", "\r\n ", "\r\n\t", "<x@y.test>", ";", ""));
        }
        out.append("\r\n");
    }

    static String body(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            body.append(pick(
                    random, " ", "\t", "\r\n", "\r\n", "\r\n\r\n", "word", "\u00e9", "\0", "\r", "\n", "x y", " \r\n"));
        }
        return body.toString();
    }

    private static String pick(Random random, String... choice) {
        return choice[random.nextInt(choice.length)];
    }
}
