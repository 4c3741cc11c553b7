package relay.submission;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import relay.ledger.MessageRow;
import relay.smtp.Account;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;
import relay.smtp.Submission;
import relay.tenant.Directory;
import relay.tenant.Tenant;

/**
 * Mail for whoever runs this relay, which every mail server takes: {@code postmaster}, without a domain or at our host
 * name, whatever the case (RFC 5321, section 4.5.1). It is passed on to one address; without one it is kept, held, to be
 * read in the console.
 */
public final class PostmasterMail {
    /** Stands for the credential of this mail, which has none. */
    public static final String ID = "postmaster";

    private final String here;
    private final Optional<String> address;

    /**
     * Mail for the postmaster of a host.
     *
     * @param hostname our own name
     * @param address whom it is passed on to
     */
    public PostmasterMail(String hostname, Optional<String> address) {
        here = ID + "@" + hostname.toLowerCase(Locale.ROOT);
        this.address = address;
    }

    /** Whether a recipient of RCPT is our postmaster. */
    public boolean isMeantBy(String recipient) {
        String lower = recipient.toLowerCase(Locale.ROOT);
        return lower.equals(ID) || lower.equals(here);
    }

    /** What to record of a message that arrived, some of whose recipients perhaps are our postmaster; or empty. */
    Optional<Submission> of(Submission arrived, Directory directory) {
        Envelope envelope = arrived.envelope();
        if (envelope.recipients().stream().noneMatch(path -> isMeantBy(path.address()))) {
            return Optional.empty();
        }
        return keeper(directory)
                .map(keeper -> new Submission(
                        envelope.withRecipients(List.of(ForwardPath.of(address.orElse(here)))),
                        arrived.content(),
                        arrived.peer(),
                        new Account(ID, keeper, ID, null, Set.of(), true, MessageRow.INBOUND, null)));
    }

    /** Why the mail cannot be passed on, or empty. */
    public Optional<String> reasonToHold() {
        return address.isPresent()
                ? Optional.empty()
                : Optional.of("RELAY_POSTMASTER names no address that mail for the postmaster could be passed on to");
    }

    /** The tenant in whose record the mail is found: of the address that it goes to, else the first that there was. */
    private Optional<String> keeper(Directory directory) {
        return address.map(given -> ForwardPath.of(given).domain())
                .flatMap(directory::ownerOf)
                .or(() -> directory.tenants().stream().map(Tenant::id).min(Comparator.naturalOrder()));
    }
}
