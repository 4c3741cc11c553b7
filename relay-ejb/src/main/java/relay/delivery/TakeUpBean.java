package relay.delivery;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import relay.content.ContentStore;
import relay.content.PrefixedContent;
import relay.dkim.SigningBean;
import relay.ledger.MessageRow;
import relay.smtp.BodyType;
import relay.smtp.Content;
import relay.smtp.DsnNotify;
import relay.smtp.DsnReturn;
import relay.smtp.Envelope;
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

    /** Whether the delivery may go, and its signed content. */
    public Prepared prepare(Delivery delivery) {
        MessageRow message = delivery.message();
        if (directory.current().tenant(message.tenantId()).map(Tenant::suspended).orElse(true)) {
            return new Prepared.Hold("The tenant is suspended");
        }
        try {
            Content content = contents.read(message.queueId(), message.contentSize());
            byte[] signatures = signing.sign(message, header(message, content));
            return new Prepared.Ready(envelope(delivery), new PrefixedContent(signatures, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] header(MessageRow message, Content content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readNBytes(message.headerSize());
        }
    }

    private static Envelope envelope(Delivery delivery) {
        MessageRow message = delivery.message();
        return new Envelope(
                message.reversePath(),
                List.of(new ForwardPath(
                        delivery.address(), notifyOn(delivery.notifyOn()), delivery.originalRecipient())),
                message.eightBit() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
                message.smtpUtf8(),
                message.dsnReturn() == null ? null : DsnReturn.valueOf(message.dsnReturn()),
                message.envelopeId());
    }

    private static Set<DsnNotify> notifyOn(String values) {
        Set<DsnNotify> set = EnumSet.noneOf(DsnNotify.class);
        if (values != null) {
            for (String value : values.split(",")) {
                set.add(DsnNotify.valueOf(value));
            }
        }
        return set;
    }
}
