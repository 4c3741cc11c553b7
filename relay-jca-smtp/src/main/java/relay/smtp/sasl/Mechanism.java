package relay.smtp.sasl;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The mechanisms offered, strongest first. All are offered under TLS only. */
public enum Mechanism {
    SCRAM_SHA_256("SCRAM-SHA-256") {
        @Override
        public Exchange begin(Passwords passwords) {
            return new ScramExchange(passwords, ScramSha256.nonce());
        }
    },
    PLAIN("PLAIN") {
        @Override
        public Exchange begin(Passwords passwords) {
            return new PlainExchange();
        }
    },
    LOGIN("LOGIN") {
        @Override
        public Exchange begin(Passwords passwords) {
            return new LoginExchange();
        }
    };

    private final String wireName;

    Mechanism(String wireName) {
        this.wireName = wireName;
    }

    /** A new exchange of this mechanism. */
    public abstract Exchange begin(Passwords passwords);

    /** The mechanism of that name in any case, or empty. */
    public static Optional<Mechanism> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(m -> m.wireName.equals(upper)).findFirst();
    }

    /** The names separated by spaces, as EHLO announces them. */
    public static String announced() {
        return Stream.of(values()).map(m -> m.wireName).collect(Collectors.joining(" "));
    }
}
