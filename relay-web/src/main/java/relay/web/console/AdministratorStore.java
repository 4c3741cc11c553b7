package relay.web.console;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.CustomFormAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.LoginToContinue;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;
import relay.administrator.Administrators;

/** Administrators, as Jakarta Security knows them. */
@ApplicationScoped
@CustomFormAuthenticationMechanismDefinition(
        loginToContinue = @LoginToContinue(loginPage = "/login.xhtml", errorPage = "", useForwardToLogin = false))
public class AdministratorStore implements IdentityStore {
    /** The one role of the console. */
    static final String ROLE = "administrator";

    @EJB
    private Administrators administrators;

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (!(credential instanceof UsernamePasswordCredential login)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        return administrators
                .authenticate(login.getCaller(), login.getPasswordAsString())
                .map(found -> new CredentialValidationResult(found.getEmail(), Set.of(ROLE)))
                .orElse(CredentialValidationResult.INVALID_RESULT);
    }
}
