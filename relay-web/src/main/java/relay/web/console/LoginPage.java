package relay.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Login and logout. */
@Named
@RequestScoped
public class LoginPage {
    private static final Logger LOG = Logger.getLogger(LoginPage.class.getName());

    @Inject
    private SecurityContext security;

    @Inject
    private LoginAttempts attempts;

    private String email;
    private String password;

    /** Logs in and goes on to the console, or says that it was not right. */
    public void login() throws IOException {
        FacesContext faces = FacesContext.getCurrentInstance();
        ExternalContext external = faces.getExternalContext();
        HttpServletRequest request = (HttpServletRequest) external.getRequest();
        if (!attempts.mayTry(request.getRemoteAddr())) {
            external.redirect(external.getRequestContextPath() + "/login.xhtml?refused=wait");
            return;
        }
        AuthenticationStatus status = security.authenticate(
                request,
                (HttpServletResponse) external.getResponse(),
                AuthenticationParameters.withParams()
                        .credential(new UsernamePasswordCredential(email, password))
                        .newAuthentication(true));
        switch (status) {
            case SEND_CONTINUE -> faces.responseComplete();
            case SUCCESS -> {
                request.changeSessionId();
                attempts.succeeded(request.getRemoteAddr());
                external.redirect(external.getRequestContextPath() + "/console/");
            }
            default -> {
                LOG.log(Level.WARNING, "event=login-refused peer={0}", request.getRemoteAddr());
                // a refused login leaves a mark in the session that would keep the next one from the login page
                external.invalidateSession();
                external.redirect(external.getRequestContextPath() + "/login.xhtml?refused=wrong");
            }
        }
    }

    /** Ends the session. */
    public String logout() throws ServletException {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        ((HttpServletRequest) external.getRequest()).logout();
        external.invalidateSession();
        return "/login.xhtml?faces-redirect=true";
    }

    public String getEmail() {
        return email;
    }

    public void setEmail(String email) {
        this.email = email;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }
}
