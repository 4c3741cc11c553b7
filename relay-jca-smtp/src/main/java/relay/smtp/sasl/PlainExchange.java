package relay.smtp.sasl;

import java.util.Optional;

/** PLAIN (RFC 4616): {@code [authzid] NUL authcid NUL passwd}. An authorization identity other than the user is denied. */
final class PlainExchange implements Exchange {
    private static final int PARTS = 3;

    @Override
    public Turn begin() {
        return new Turn.Challenge(new byte[0]);
    }

    @Override
    public Turn respond(byte[] response) {
        Optional<String> message = Utf8.decode(response);
        String[] parts = message.map(m -> m.split("\0", -1)).orElse(new String[0]);
        if (parts.length != PARTS || parts[1].isEmpty() || parts[2].isEmpty()) {
            return new Turn.Malformed("PLAIN takes a user name and a password (RFC 4616, section 2)");
        }
        boolean forItself = parts[0].isEmpty() || parts[0].equals(parts[1]);
        return forItself ? new Turn.CheckPassword(parts[1], parts[2]) : new Turn.Denied();
    }
}
