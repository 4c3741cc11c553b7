package relay.web.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Set;
import relay.smtp.Account;
import relay.tenant.Credential;
import relay.tenant.Directory;
import relay.tenant.Tenant;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** Who makes the present request: a tenant's credential, or an administrator. */
@RequestScoped
public class Caller {
    static final String TENANT_HEADER = "Relay-Tenant";

    private Directory directory = Directory.empty();
    private Credential credential;
    private String tenantId;

    void isCredential(Credential known, Directory snapshot) {
        directory = snapshot;
        credential = known;
        tenantId = known.tenantId();
    }

    void isAdministrator(String namedTenant, Directory snapshot) {
        directory = snapshot;
        tenantId = namedTenant;
    }

    /**
     * The tenant whose resources are meant.
     *
     * @throws ProblemException 400 when an administrator named none, 404 when there is none of this name
     */
    public String tenantId() {
        if (tenantId == null) {
            throw new ProblemException(Problem.malformed("An administrator must name the tenant whose resources are"
                    + " meant with the header " + TENANT_HEADER + ": <id>"));
        }
        return directory
                .tenant(tenantId)
                .map(Tenant::id)
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no tenant " + tenantId)));
    }

    /** The account that messages are submitted with; an administrator acts as the tenant named. */
    public Account account() {
        return directory.accountOf(
                credential == null
                        ? new Credential(
                                null,
                                tenantId(),
                                Credential.Kind.API,
                                "administrator",
                                null,
                                null,
                                Set.of(),
                                "transactional")
                        : credential);
    }
}
