package relay.https;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import relay.routing.Dns;
import relay.routing.ScriptedDns;

class HttpsExchangeTest {
    private static Throwable failure(Dns dns, boolean permitted) throws NoSuchAlgorithmException {
        HttpsExchange.Request request =
                new HttpsExchange.Request("GET", "mta-sts.example.com", 443, "/", null, new byte[0], 1024);
        try (HttpsExchange https = new HttpsExchange(dns, address -> permitted, SSLContext.getDefault(), Thread::new)) {
            https.send(request).toCompletableFuture().join();
            throw new AssertionError("answered after all");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    @Test
    void speaksToNoAddressThatIsNotPermitted() throws Exception {
        assertThat(failure(new ScriptedDns().withAddress("mta-sts.example.com", "10.0.0.1"), false))
                .isInstanceOf(HttpsFailure.class)
                .hasMessage("mta-sts.example.com has no address that may be spoken to");
    }

    @Test
    void tellsThatThereIsNoAddress() throws Exception {
        assertThat(failure(new ScriptedDns(), true)).hasMessage("mta-sts.example.com has no address");
    }
}
