package relay.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/** The administrator's bearer token, where one is set. */
@ApplicationScoped
public class AdministratorToken {
    @Inject
    private Configuration configuration;

    /** Whether an Authorization header has it. */
    public boolean isIn(String authorization) {
        return Tokens.bearer(authorization).map(this::is).orElse(false);
    }

    boolean is(String token) {
        return configuration
                .find(Settings.ADMIN_TOKEN)
                .map(expected -> Tokens.same(token, expected))
                .orElse(false);
    }
}
