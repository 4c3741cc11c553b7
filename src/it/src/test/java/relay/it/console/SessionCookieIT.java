package relay.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;

/** The cookie of a console session is not for scripts, and not sent along with what other sites post. */
@SystemTest
class SessionCookieIT {
    private final RelayProcess relay;

    SessionCookieIT(RelayProcess relay) {
        this.relay = relay;
    }

    @Test
    void staysOnItsSite() throws IOException, InterruptedException {
        HttpResponse<Void> page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(relay.url("/login.xhtml")).build(),
                        HttpResponse.BodyHandlers.discarding());

        assertThat(page.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("RELAYSESSION=")
                .contains("; HttpOnly")
                .containsIgnoringCase("; SameSite=Lax");
    }
}
