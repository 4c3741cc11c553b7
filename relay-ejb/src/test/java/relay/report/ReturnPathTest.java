package relay.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.secret.SecretBox;

class ReturnPathTest {
    private static final String ID = "01M80144MK6J2RQC1RB3";

    private final ReturnPath returnPaths = new ReturnPath(new SecretBox("secret"));

    @Test
    void tellsWhichRecipientItIsAbout() {
        String address = returnPaths.of(ID, 12, "example.com");
        assertThat(address).startsWith("b+01m80144mk6j2rqc1rb3.12.").endsWith("@bounces.example.com");
        assertThat(returnPaths.read(address)).contains(new ReturnPath.Target(ID, 12));
    }

    @Test
    void isReadWhateverItsCase() {
        assertThat(returnPaths.read(returnPaths.of(ID, 0, "example.com").toUpperCase(java.util.Locale.ROOT)))
                .isPresent();
    }

    @Test
    void cannotBeForged() {
        String address = returnPaths.of(ID, 12, "example.com");
        assertThat(returnPaths.read(address.replace(".12.", ".13."))).isEmpty();
        assertThat(new ReturnPath(new SecretBox("other")).read(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bounces.example.org", "gmail.com", "example.com", "mx.bounces.example.com"})
    void belongsToTheDomainThatItWasMadeFor(String host) {
        String address = returnPaths.of(ID, 12, "example.com");
        assertThat(returnPaths.read(address.replace("bounces.example.com", host)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "b+@bounces.example.com", "postmaster@example.com", "b+x.1.y@bounces.example.com"})
    void isNotMistakenForAnotherAddress(String address) {
        assertThat(returnPaths.read(address)).isEmpty();
    }

    @Test
    void fitsIntoALocalPart() {
        String address = returnPaths.of(ID, 999_999, "example.com");
        assertThat(address.indexOf('@')).isLessThanOrEqualTo(64);
    }
}
