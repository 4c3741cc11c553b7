package relay.mailsession;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import relay.smtp.Account;
import relay.smtp.ScramVerifier;
import relay.smtp.sasl.ScramSha256;
import relay.tenant.Credential;
import relay.tenant.Directory;
import relay.tenant.Tenant;

/**
 * The credential behind the mail session: made at each start, known to this process only, and bound to one tenant. The
 * loopback connection that uses it gets no further than any other that authenticates.
 */
public final class LocalCredential {
    /** Identity of the credential in accounts: no tenant has one of this name. */
    public static final String ID = "mail-session";

    private static final int SECRET_BYTES = 24;

    private final String tenantName;
    private final String username;
    private final String password;
    private final ScramVerifier verifier;

    /** A new credential for the tenant of this name. */
    public LocalCredential(String tenantName) {
        this.tenantName = tenantName;
        this.username = "mail-session-" + randomText();
        this.password = randomText();
        this.verifier = ScramSha256.verifier(password);
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    /** The account, when it is this credential that is asked for and its tenant exists. */
    public Optional<Account> account(String asked, Directory directory) {
        return asked.equals(username)
                ? directory.tenantNamed(tenantName).map(tenant -> account(tenant, directory))
                : Optional.empty();
    }

    private Account account(Tenant tenant, Directory directory) {
        return directory.accountOf(
                new Credential(ID, tenant.id(), Credential.Kind.SMTP, ID, verifier, null, Set.of(), "transactional"));
    }

    private static String randomText() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "LocalCredential[" + tenantName + "]";
    }
}
