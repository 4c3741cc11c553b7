package relay.start;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import relay.configuration.Configuration;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpClient;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

/** temporary. */
final class SmtpClients {
    private SmtpClients() {}

    static SmtpClient open(Configuration configuration, String hostname, Executor workers) {
        return new SmtpClient() {
            @Override
            public CompletableFuture<SmtpConnection> connect(RemoteHost host) {
                return CompletableFuture.failedFuture(new SmtpFailure(Stage.CONNECT, null, "no client").asException());
            }

            @Override
            public void close() {}
        };
    }
}
