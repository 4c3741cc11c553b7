package relay.mtasts;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import relay.https.HttpsAnswer;
import relay.https.HttpsExchange;
import relay.https.HttpsFailure;
import relay.smtp.client.TlsFault;

/** Fetches {@code https://mta-sts.DOMAIN/.well-known/mta-sts.txt} (RFC 8461, section 3.3). */
public final class HttpsPolicyHost implements PolicyHost {
    private static final int OK = 200;

    private final HttpsExchange https;
    private final int port;

    /** @param port 443, but for tests */
    public HttpsPolicyHost(HttpsExchange https, int port) {
        this.https = https;
        this.port = port;
    }

    @Override
    public CompletionStage<Served> fetch(String domain) {
        HttpsExchange.Request request = new HttpsExchange.Request(
                "GET", "mta-sts." + domain, port, "/.well-known/mta-sts.txt", null, new byte[0], StsPolicy.MAX_BYTES);
        return https.send(request).handle((answer, failure) -> failure == null ? served(answer) : notServed(failure));
    }

    private static Served served(HttpsAnswer answer) {
        if (answer.status() != OK) {
            return Served.failed(
                    TlsFault.STS_POLICY_FETCH_ERROR, "its host answered with HTTP status " + answer.status());
        }
        if (!answer.mediaType().equals("text/plain")) {
            return Served.failed(
                    TlsFault.STS_POLICY_INVALID, "its host served " + answer.mediaType() + " instead of text/plain");
        }
        return Served.of(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static Served notServed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean certificate = cause instanceof HttpsFailure known && known.isOfTheCertificate();
        return Served.failed(
                certificate ? TlsFault.STS_WEBPKI_INVALID : TlsFault.STS_POLICY_FETCH_ERROR,
                "it could not be fetched: " + (cause.getMessage() == null ? "it took too long" : cause.getMessage()));
    }
}
