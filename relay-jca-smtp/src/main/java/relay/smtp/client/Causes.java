package relay.smtp.client;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why a connection failed, in the words of {@link SmtpFailure#cause}. */
final class Causes {
    private Causes() {}

    static String timedOut(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? "timed out after " + limit.toSeconds() + " s"
                : "timed out after " + limit.toMillis() + " ms";
    }

    /** Why a connection did not come about. */
    static String ofConnect(Throwable failure, Duration limit) {
        if (failure instanceof ConnectTimeoutException) {
            return timedOut(limit);
        } else if (failure instanceof NoRouteToHostException) {
            return "no route to host";
        } else if (failure instanceof ConnectException && messageOf(failure).contains("refused")) {
            return "connection refused";
        }
        return of(failure);
    }

    /** Whether our own address was not to be had; Netty adds the remote address, and wraps. */
    static boolean isOfBinding(Throwable failure) {
        return failure instanceof BindException || failure.getCause() instanceof BindException;
    }

    /** Why a connection ended. */
    static String of(Throwable failure) {
        Throwable reason =
                failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
        return reason instanceof SSLException ? "TLS: " + inWords(reason) : inWords(reason);
    }

    static String inWords(Throwable failure) {
        if (failure instanceof ClosedChannelException) {
            return "connection closed";
        }
        String message = messageOf(failure);
        if (message.isEmpty()) {
            return failure.getClass().getSimpleName();
        }
        return message.toLowerCase(Locale.ROOT).contains("connection reset")
                ? "connection reset by peer"
                : PrintableText.shortened(message);
    }

    private static String messageOf(Throwable failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }
}
