package relay.dkim;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import relay.ledger.MessageRow;
import relay.tenant.Directory;
import relay.tenant.DirectoryReader;

/** Signs with the keys that the sender's domain has now. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SigningBean {
    private static final byte[] UNSIGNED = new byte[0];

    private final DkimSigner signer = DkimSigner.withoutExpiry();

    @Inject
    private DirectoryReader directory;

    @Inject
    private Clock clock;

    /** The signature fields to put on top of a message with this header; none when its domain is not the tenant's. */
    public byte[] sign(MessageRow message, byte[] header) {
        List<SigningKey> keys = message.isInbound() ? List.of() : keys(message, directory.current());
        return keys.isEmpty() || message.bodyHash() == null
                ? UNSIGNED
                : signer.sign(header, message.bodyHash(), keys, clock.instant());
    }

    /** Keys of the From domain, or of the parent domain that the tenant has verified: both align for DMARC. */
    private static List<SigningKey> keys(MessageRow message, Directory directory) {
        String domain = message.fromDomain();
        while (domain != null && domain.indexOf('.') > 0) {
            if (directory.ownerOf(domain).filter(message.tenantId()::equals).isPresent()) {
                return directory.keysOf(domain);
            }
            domain = domain.substring(domain.indexOf('.') + 1);
        }
        return List.of();
    }
}
