package relay.smtp.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** LOGIN, never standardised: the server asks for user and password in turn, in words that vary. */
final class LoginMechanism implements SaslMechanism {
    private final Deque<String> answers;

    LoginMechanism(RemoteHost.Login login) {
        this.answers = new ArrayDeque<>(List.of(login.user(), login.password()));
    }

    @Override
    public String name() {
        return "LOGIN";
    }

    @Override
    public byte[] initialResponse() {
        return null;
    }

    @Override
    public byte[] respond(byte[] challenge) throws GeneralSecurityException {
        String answer = answers.poll();
        if (answer == null) {
            throw new GeneralSecurityException("LOGIN knows two challenges only");
        }
        return answer.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isComplete() {
        return answers.isEmpty();
    }
}
