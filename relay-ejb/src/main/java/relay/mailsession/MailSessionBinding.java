package relay.mailsession;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/** Binds the mail session when the relay starts, with the ports that are in force, and unbinds it when it stops. */
@Singleton
@Startup
@DependsOn("Relay")
@SuppressWarnings("BanJNDI") // a constant name in the server's own naming service
public class MailSessionBinding {
    private static final Logger LOG = Logger.getLogger(MailSessionBinding.class.getName());
    private static final String NAME = "java:global/mail/relay";

    @Inject
    private Configuration configuration;

    @Inject
    private LocalCredential credential;

    @PostConstruct
    void bind() {
        try {
            new InitialContext().rebind(NAME, session());
            LOG.log(Level.INFO, "event=mail-session-bound name={0}", NAME);
        } catch (NamingException e) {
            LOG.log(Level.WARNING, "event=mail-session-not-bound name=" + NAME, e);
        }
    }

    @PreDestroy
    void unbind() {
        try {
            new InitialContext().unbind(NAME);
        } catch (NamingException e) {
            LOG.log(Level.FINE, "event=mail-session-not-unbound", e);
        }
    }

    private Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.host", host());
        properties.setProperty("mail.user", credential.username());
        properties.setProperty("mail.smtp.host", host());
        properties.setProperty(
                "mail.smtp.port", configuration.get(Settings.SUBMISSION_PORT).toString());
        properties.setProperty("mail.smtp.auth", "true");
        properties.setProperty("mail.smtp.user", credential.username());
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
        // our own certificate on our own machine, self-signed unless the operator has given one
        properties.setProperty("mail.smtp.ssl.trust", host());
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "false");
        return Session.getInstance(properties, new Login(credential.username(), credential.password()));
    }

    private String host() {
        String bind = configuration.get(Settings.BIND);
        return bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
    }

    /** Says the password to whoever connects with the session. */
    private static final class Login extends Authenticator {
        private final PasswordAuthentication authentication;

        Login(String username, String password) {
            this.authentication = new PasswordAuthentication(username, password);
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return authentication;
        }
    }
}
