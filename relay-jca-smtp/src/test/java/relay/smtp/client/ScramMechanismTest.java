package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of RFC 7677, section 3, and servers that do not follow it. */
class ScramMechanismTest {
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0," + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final ScramMechanism mechanism =
            new ScramMechanism(new RemoteHost.Login("user", "pencil"), "rOprNGfwEbeRWgbNEkqO");

    @Test
    void provesThePassword() throws GeneralSecurityException {
        assertThat(text(mechanism.initialResponse())).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        assertThat(respond(SERVER_FIRST))
                .isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(mechanism.isComplete()).isFalse();
        assertThat(respond(SERVER_FINAL)).isEmpty();
        assertThat(mechanism.isComplete()).isTrue();
    }

    @Test
    void believesNoServerThatDoesNotKnowThePassword() throws GeneralSecurityException {
        respond(SERVER_FIRST);
        assertThatThrownBy(() -> respond("v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
                .hasMessage("server does not know the password");
        assertThat(mechanism.isComplete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096|challenge is for another nonce",
                "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096|challenge is for another nonce",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1|server asks for 1 iterations, not 4096 to 1000000",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2147483648|server asks for 2147483648 iterations, not 4096 to 1000000",
                "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096|challenge lacks s=",
                "r=rOprNGfwEbeRWgbNEkqOx,s=!!!,i=4096|challenge is malformed",
                "m=ext,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096|challenge lacks r=",
                "r=rOprNGfwEbeRWgbNEkqOx|challenge is malformed",
            })
    void refusesAChallengeThatIsWrong(String challenge, String message) {
        assertThatThrownBy(() -> respond(challenge)).hasMessage(message);
    }

    @Test
    void escapesTheUserName() {
        ScramMechanism odd = new ScramMechanism(new RemoteHost.Login("a=b,c", "x"), "nonce");
        assertThat(text(odd.initialResponse())).isEqualTo("n,,n=a=3Db=2Cc,r=nonce");
    }

    @Test
    void takesAnotherNonceEachTime() {
        RemoteHost.Login login = new RemoteHost.Login("user", "x");
        assertThat(new ScramMechanism(login).initialResponse())
                .isNotEqualTo(new ScramMechanism(login).initialResponse());
    }

    private String respond(String challenge) throws GeneralSecurityException {
        return text(mechanism.respond(challenge.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
