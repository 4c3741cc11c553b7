package relay.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import relay.smtp.client.CertificateJudgement;
import relay.smtp.client.PeerCheck;
import relay.smtp.client.TlsFault;

/**
 * Judges a host's certificates by its usable TLSA records; one that agrees is enough. Usage 3 looks neither at names nor
 * at dates (RFC 7672, section 3.1.1); usage 2 wants a valid chain from the authority to a certificate for the host or for
 * the domain whose mail it takes (sections 3.1.2 and 3.2.2).
 */
record TlsaCheck(List<Tlsa> records, String domain) implements PeerCheck {
    TlsaCheck {
        records = List.copyOf(records);
    }

    @Override
    public TlsFault fault(List<X509Certificate> chain, String host, X509TrustManager authorities) {
        TlsFault fault = TlsFault.CERTIFICATE_NOT_TRUSTED;
        for (Tlsa record : records) {
            Optional<TlsFault> found = fault(record, chain, host);
            if (found.isEmpty()) {
                return null;
            }
            // what is wrong with a chain says more than that another record is for another one
            fault = found.get() == TlsFault.CERTIFICATE_NOT_TRUSTED ? fault : found.get();
        }
        return fault;
    }

    private Optional<TlsFault> fault(Tlsa record, List<X509Certificate> chain, String host) {
        if (chain.isEmpty()) {
            return Optional.of(TlsFault.CERTIFICATE_NOT_TRUSTED);
        }
        return record.usage() == Tlsa.END_ENTITY
                ? record.matches(chain.get(0)) ? Optional.empty() : Optional.of(TlsFault.CERTIFICATE_NOT_TRUSTED)
                : ofAuthority(record, chain, host);
    }

    private Optional<TlsFault> ofAuthority(Tlsa record, List<X509Certificate> chain, String host) {
        TlsFault fault = TlsFault.CERTIFICATE_NOT_TRUSTED;
        for (int i = 1; i < chain.size(); i++) {
            if (record.matches(chain.get(i))) {
                Optional<TlsFault> found = ofPath(chain.subList(0, i), chain.get(i));
                if (found.isEmpty()) {
                    return ofName(chain.get(0), host);
                }
                fault = found.get();
            }
        }
        Optional<X509Certificate> whole = whole(record);
        if (whole.isPresent() && ofPath(chain, whole.get()).isEmpty()) {
            return ofName(chain.get(0), host);
        }
        return Optional.of(fault);
    }

    /** A record that has the authority's certificate itself spares the host from sending it. */
    private static Optional<X509Certificate> whole(Tlsa record) {
        if (record.selector() != Tlsa.WHOLE || record.matching() != Tlsa.EXACT) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(record.data())));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static Optional<TlsFault> ofPath(List<X509Certificate> path, X509Certificate authority) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(new ArrayList<>(path)),
                            parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(
                    e.getReason() == BasicReason.EXPIRED
                            ? TlsFault.CERTIFICATE_EXPIRED
                            : TlsFault.CERTIFICATE_NOT_TRUSTED);
        } catch (GeneralSecurityException e) {
            return Optional.of(TlsFault.CERTIFICATE_NOT_TRUSTED);
        }
    }

    private Optional<TlsFault> ofName(X509Certificate certificate, String host) {
        return CertificateJudgement.isFor(certificate, host) || CertificateJudgement.isFor(certificate, domain)
                ? Optional.empty()
                : Optional.of(TlsFault.CERTIFICATE_HOST_MISMATCH);
    }
}
