package relay.smtp.sasl;

import java.util.Optional;
import java.util.function.Function;
import relay.smtp.Account;

/** What the server does next in an authentication exchange. */
public sealed interface Turn {
    /** Send these bytes and wait for a response (334). */
    @SuppressWarnings("ArrayRecordComponent")
    record Challenge(byte[] bytes) implements Turn {}

    /** Find the account of that name and check the password, both on a worker thread. */
    record CheckPassword(String username, String password) implements Turn {
        @Override
        public String toString() {
            return "CheckPassword[" + username + "]";
        }
    }

    /** Find the account of that name on a worker thread and go on with it. */
    record FindAccount(String username, Function<Optional<Account>, Turn> then) implements Turn {}

    /** The client has proved to be this account (235). */
    record Granted(Account account) implements Turn {}

    /** Wrong credentials, whatever was wrong about them (535). */
    record Denied() implements Turn {}

    /** The client's message breaks the mechanism's syntax (501). */
    record Malformed(String why) implements Turn {}
}
