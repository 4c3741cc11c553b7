package relay.policy;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import relay.delivery.DeliveryEngine;
import relay.ledger.RecipientRow;
import relay.submission.AcceptedMessage;
import relay.submission.PostmasterMail;
import relay.tenant.DirectoryReader;

/** {@link Policy} with what the relay knows now. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PolicyBean {
    @Inject
    private DirectoryReader directory;

    @Inject
    private DeliveryEngine engine;

    @Inject
    private PostmasterMail postmaster;

    /** Where each recipient begins. */
    public List<RecipientRow> decide(AcceptedMessage message) {
        return Policy.decide(message, directory.current(), postmaster, engine::hasRoom);
    }
}
