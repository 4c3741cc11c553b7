package relay.smtp.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** LOGIN: user name and password in turn. Never standardised (draft-murchison-sasl-login), and still widely used. */
final class LoginExchange implements Exchange {
    private static final byte[] USERNAME = "Username:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PASSWORD = "Password:".getBytes(StandardCharsets.US_ASCII);

    private String username;

    @Override
    public Turn begin() {
        return new Turn.Challenge(USERNAME);
    }

    @Override
    public Turn respond(byte[] response) {
        Optional<String> text = Utf8.decode(response).filter(t -> !t.isEmpty() && t.indexOf('\0') < 0);
        if (text.isEmpty()) {
            return new Turn.Malformed("LOGIN takes a user name and a password");
        }
        if (username != null) {
            return new Turn.CheckPassword(username, text.get());
        }
        username = text.get();
        return new Turn.Challenge(PASSWORD);
    }
}
