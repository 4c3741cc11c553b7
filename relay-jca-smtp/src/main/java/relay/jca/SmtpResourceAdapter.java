package relay.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.transaction.xa.XAResource;
import relay.configuration.StartFailure;
import relay.smtp.listener.ListenerSettings;

/**
 * The SMTP listener as a resource adapter. Starting it costs nothing; an activation binds the ports, a deactivation
 * releases them. Every configuration property may be left unset: then the relay's own configuration decides.
 */
@Connector(
        displayName = "Relay SMTP",
        description = "Receives mail by SMTP and hands it to message endpoints",
        vendorName = "Relay",
        eisType = "SMTP",
        version = "1",
        transactionSupport = TransactionSupport.TransactionSupportLevel.NoTransaction)
public class SmtpResourceAdapter implements ResourceAdapter, Serializable {
    private static final long serialVersionUID = 1L;

    @ConfigProperty(description = "Address of all listeners; unset: RELAY_BIND")
    private String bind;

    @ConfigProperty(description = "Port of mail transfer, 0 for any; unset: RELAY_SMTP_PORT")
    private Integer smtpPort;

    @ConfigProperty(description = "Port of submission with STARTTLS, 0 for any; unset: RELAY_SUBMISSION_PORT")
    private Integer submissionPort;

    @ConfigProperty(description = "Port of submission with implicit TLS, 0 for any; unset: RELAY_SUBMISSIONS_PORT")
    private Integer submissionsPort;

    @ConfigProperty(description = "Our name in greetings and replies; unset: RELAY_HOSTNAME")
    private String hostname;

    @ConfigProperty(description = "Directory of spool and TLS files; unset: RELAY_DATA_DIR")
    private String dataDirectory;

    @ConfigProperty(description = "PEM file of the certificate chain; unset: RELAY_TLS_CERT")
    private String tlsCertificate;

    @ConfigProperty(description = "PEM file of the private key; unset: RELAY_TLS_KEY")
    private String tlsKey;

    private final transient Supplier<ListenerSettings> configuration;
    private final transient Map<Activation, SmtpActivation> activations = new ConcurrentHashMap<>();
    private transient Executor works;

    /** What the container names an activation by: the very objects that it activated with. */
    private static final class Activation {
        private final MessageEndpointFactory factory;
        private final ActivationSpec spec;

        Activation(MessageEndpointFactory factory, ActivationSpec spec) {
            this.factory = factory;
            this.spec = spec;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Activation that && factory.equals(that.factory) && spec.equals(that.spec);
        }

        @Override
        public int hashCode() {
            return Objects.hash(factory, spec);
        }
    }

    /** For containers. */
    public SmtpResourceAdapter() {
        this(ConfiguredListener::load);
    }

    /** @param configuration the settings that the configuration properties override, read at each activation */
    public SmtpResourceAdapter(Supplier<ListenerSettings> configuration) {
        this.configuration = configuration;
    }

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        works = new WorkExecutor(context.getWorkManager());
    }

    @Override
    public void stop() {
        activations.values().forEach(SmtpActivation::close);
        activations.clear();
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        SmtpActivationSpec smtp = smtp(spec);
        smtp.validate();
        try {
            activations.put(new Activation(factory, spec), SmtpActivation.start(settings(), factory, smtp, works));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | RejectedExecutionException e) {
            StartFailure.report(new IllegalStateException("The SMTP listener cannot start: " + e.getMessage()));
            throw new ResourceException("The SMTP listener cannot start: " + e.getMessage(), e);
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        SmtpActivation activation = activations.remove(new Activation(factory, spec));
        if (activation != null) {
            activation.close();
        }
    }

    /** None: mail is not received in XA transactions, since one durable store decides (there is nothing to recover). */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    private static SmtpActivationSpec smtp(ActivationSpec spec) throws ResourceException {
        if (spec instanceof SmtpActivationSpec smtp) {
            return smtp;
        }
        throw new ResourceException("not an SMTP activation: " + spec.getClass().getName());
    }

    private ListenerSettings settings() throws UnknownHostException {
        ListenerSettings base = configuration.get();
        return base.withBind(bind == null ? base.bind() : InetAddress.getByName(bind))
                .withPorts(base.portsWith(smtpPort, submissionPort, submissionsPort))
                .withHostname(hostname == null ? base.hostname() : hostname)
                .withDataDirectory(path(dataDirectory, base.dataDirectory()))
                .withTls(path(tlsCertificate, base.tlsCertificate()), path(tlsKey, base.tlsKey()));
    }

    private static Path path(String text, Path otherwise) {
        return text == null ? otherwise : Path.of(text);
    }

    public String getBind() {
        return bind;
    }

    public void setBind(String value) {
        bind = value;
    }

    public Integer getSmtpPort() {
        return smtpPort;
    }

    public void setSmtpPort(Integer value) {
        smtpPort = value;
    }

    public Integer getSubmissionPort() {
        return submissionPort;
    }

    public void setSubmissionPort(Integer value) {
        submissionPort = value;
    }

    public Integer getSubmissionsPort() {
        return submissionsPort;
    }

    public void setSubmissionsPort(Integer value) {
        submissionsPort = value;
    }

    public String getHostname() {
        return hostname;
    }

    public void setHostname(String value) {
        hostname = value;
    }

    public String getDataDirectory() {
        return dataDirectory;
    }

    public void setDataDirectory(String value) {
        dataDirectory = value;
    }

    public String getTlsCertificate() {
        return tlsCertificate;
    }

    public void setTlsCertificate(String value) {
        tlsCertificate = value;
    }

    public String getTlsKey() {
        return tlsKey;
    }

    public void setTlsKey(String value) {
        tlsKey = value;
    }

    /** Each instance is itself; the specification wants it said (JCA 2.1, section 19.4.2). */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
