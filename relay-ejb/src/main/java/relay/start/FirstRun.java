package relay.start;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.administrator.Administrators;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.secret.SecretKeyFile;
import relay.tenant.CreatedCredential;
import relay.tenant.CredentialRequest;
import relay.tenant.Credentials;
import relay.tenant.Domains;
import relay.tenant.TenantChange;
import relay.tenant.TenantEntity;
import relay.tenant.Tenants;

/**
 * The first start: an administrator, and a demonstration tenant that can send at once. Their secrets go into {@code
 * first-login.txt} in the data directory, which only its owner can read, and into no log.
 */
@Singleton
@Startup
@DependsOn("Relay")
@TransactionManagement(TransactionManagementType.BEAN)
public class FirstRun {
    private static final Logger LOG = Logger.getLogger(FirstRun.class.getName());
    private static final String DEMO = "demo";
    private static final String DEMO_DOMAIN = "demo.test";
    private static final int PASSWORD_BYTES = 12;

    @Inject
    private Configuration configuration;

    @Inject
    private Administrators administrators;

    @Inject
    private Tenants tenants;

    @Inject
    private Domains domains;

    @Inject
    private Credentials credentials;

    @Resource
    private UserTransaction transaction;

    @PostConstruct
    void prepare() {
        if (!administrators.isEmpty()) {
            return;
        }
        try {
            transaction.begin();
            Path file = configuration.get(Settings.DATA_DIR).resolve("first-login.txt");
            SecretKeyFile.writePrivately(file, create());
            transaction.commit();
            LOG.log(Level.INFO, "event=first-run login={0}", file);
        } catch (IOException e) {
            throw new UncheckedIOException("first-login.txt cannot be written", e);
        } catch (NotSupportedException
                | SystemException
                | RollbackException
                | HeuristicMixedException
                | HeuristicRollbackException e) {
            throw new IllegalStateException("The first administrator could not be stored", e);
        }
    }

    private String create() {
        String email = configuration.get(Settings.ADMIN_EMAIL);
        String password = configuration.find(Settings.ADMIN_PASSWORD).orElseGet(FirstRun::randomPassword);
        administrators.create(email, password);
        TenantEntity tenant = tenants.create(new TenantChange(DEMO, null, null, null));
        domains.trust(domains.create(tenant.getId(), DEMO_DOMAIN));
        CreatedCredential smtp =
                credentials.create(tenant.getId(), new CredentialRequest(DEMO, "smtp", null, null, null));
        CreatedCredential api =
                credentials.create(tenant.getId(), new CredentialRequest(DEMO, "api", Set.of(), null, null));
        return new FirstLogin(configuration, email, password, smtp, api).text();
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
