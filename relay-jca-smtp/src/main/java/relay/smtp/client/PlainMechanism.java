package relay.smtp.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** PLAIN (RFC 4616). */
final class PlainMechanism implements SaslMechanism {
    private final RemoteHost.Login login;

    PlainMechanism(RemoteHost.Login login) {
        this.login = login;
    }

    @Override
    public String name() {
        return "PLAIN";
    }

    @Override
    public byte[] initialResponse() {
        return ("\0" + login.user() + "\0" + login.password()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] respond(byte[] challenge) throws GeneralSecurityException {
        throw new GeneralSecurityException("PLAIN knows no challenge");
    }

    @Override
    public boolean isComplete() {
        return true;
    }
}
