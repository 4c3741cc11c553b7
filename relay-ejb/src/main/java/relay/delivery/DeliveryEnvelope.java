package relay.delivery;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import relay.ledger.MessageRow;
import relay.smtp.BodyType;
import relay.smtp.DsnNotify;
import relay.smtp.DsnReturn;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;
import relay.smtp.TlsWish;

/** The envelope of a delivery, from what the database keeps of it. */
final class DeliveryEnvelope {
    private DeliveryEnvelope() {}

    /** The envelope with this reverse-path. */
    static Envelope of(Delivery delivery, String reversePath) {
        MessageRow message = delivery.message();
        return new Envelope(
                reversePath,
                List.of(recipient(delivery)),
                message.eightBit() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
                message.smtpUtf8(),
                message.dsnReturn() == null ? null : DsnReturn.valueOf(message.dsnReturn()),
                message.envelopeId(),
                message.tlsWish() == TlsWish.REQUIRED);
    }

    static ForwardPath recipient(Delivery delivery) {
        return new ForwardPath(delivery.address(), notifyOn(delivery.notifyOn()), delivery.originalRecipient());
    }

    private static Set<DsnNotify> notifyOn(String values) {
        Set<DsnNotify> set = EnumSet.noneOf(DsnNotify.class);
        if (values != null) {
            for (String value : List.of(values.split(",", -1))) {
                set.add(DsnNotify.valueOf(value));
            }
        }
        return set;
    }
}
