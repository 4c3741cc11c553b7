package relay.delivery;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import relay.content.ContentStore;
import relay.content.PrefixedContent;
import relay.dkim.SigningBean;
import relay.ledger.MessageRow;
import relay.report.ReturnPath;
import relay.smtp.Content;
import relay.smtp.ForwardPath;
import relay.tenant.DirectoryReader;
import relay.tenant.Tenant;

/**
 * Prepares a delivery at the last moment, because what was true at acceptance may have changed: the tenant may be
 * suspended, the key rotated.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TakeUpBean {
    @Inject
    private DirectoryReader directory;

    @Inject
    private ContentStore contents;

    @Inject
    private SigningBean signing;

    @Inject
    private ReturnPath returnPaths;

    /** Whether the delivery may go, and its signed content. */
    public Prepared prepare(Delivery delivery) {
        MessageRow message = delivery.message();
        if (directory
                .current()
                .tenant(message.tenantId())
                .map(Tenant::suspended)
                .orElse(true)) {
            return new Prepared.Hold("The tenant is suspended");
        }
        try {
            Content content = contents.read(message.queueId(), message.contentSize());
            byte[] signatures = signing.sign(message, header(message, content));
            return new Prepared.Ready(
                    DeliveryEnvelope.of(delivery, returnPath(delivery)), new PrefixedContent(signatures, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] header(MessageRow message, Content content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readNBytes(message.headerSize());
        }
    }

    /** Our own signed return path where the sender's domain lets reports come to us, else the sender's. */
    private String returnPath(Delivery delivery) {
        MessageRow message = delivery.message();
        String domain = ForwardPath.of(message.reversePath()).domain();
        return !message.reversePath().isEmpty()
                        && !message.isInbound()
                        && directory.current().takesReports(domain)
                ? returnPaths.of(message.queueId(), delivery.number(), domain)
                : message.reversePath();
    }
}
