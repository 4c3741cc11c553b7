package relay.it.running;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import relay.it.internet.Internet;

/**
 * One relay for all tests that need nothing special, started when the first one asks for it: it takes any sender, tries
 * again after a second, and looks names up in the internet that comes with it.
 */
final class SharedRelay implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedRelay.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RelayProcess.class || type == Internet.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        World world = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(World.class, type -> World.begin(), World.class);
        return parameter.getParameter().getType() == Internet.class ? world.internet() : world.relay();
    }

    private record World(Internet internet, RelayProcess relay) implements AutoCloseable {
        static World begin() {
            Internet internet = new Internet();
            return new World(
                    internet,
                    internet.joinedBy(RelaySetUp.named("shared"))
                            .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
                            .with("RELAY_RETRY_SCHEDULE", "1s")
                            .start());
        }

        @Override
        public void close() {
            relay.close();
            internet.close();
        }
    }
}
