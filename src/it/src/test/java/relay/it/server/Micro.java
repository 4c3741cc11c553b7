package relay.it.server;

import relay.it.running.RelayProcess;

/** Payara Micro: the stand-alone relay. */
final class Micro implements AppServer {
    private final RelayProcess relay;

    Micro(RelayProcess relay) {
        this.relay = relay;
    }

    @Override
    public void start() {
        relay.start();
    }

    @Override
    public void stop() {
        relay.stop();
    }

    @Override
    public void close() {
        relay.close();
    }
}
