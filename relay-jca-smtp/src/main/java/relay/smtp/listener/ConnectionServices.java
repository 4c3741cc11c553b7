package relay.smtp.listener;

import java.util.function.LongSupplier;
import relay.smtp.server.SessionServices;

/**
 * What connections share.
 *
 * @param settings of the listeners
 * @param sessions what their sessions share
 * @param application what stands behind them
 * @param tls makes TLS handlers
 * @param connections counts them
 * @param nanoTime a clock like {@link System#nanoTime}
 */
record ConnectionServices(
        ListenerSettings settings,
        SessionServices sessions,
        Application application,
        ServerTls tls,
        ConnectionCount connections,
        LongSupplier nanoTime) {}
