package relay.submission;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import relay.mailsession.LocalCredential;
import relay.report.Reports;
import relay.smtp.Account;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;
import relay.tenant.Directory;
import relay.tenant.DirectoryReader;

/**
 * What the SMTP listener talks to. Without a container transaction: the one durable send is atomic by itself, and after
 * {@code setRollbackOnly} some containers would not tell the adapter.
 */
@MessageDriven
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SubmissionBean implements SubmissionListener {
    private static final Reply RELAYING_DENIED =
            Reply.of(550, "5.7.1", "Relaying denied: submit on the submission port with your credential");

    private static final Reply WELCOME = Reply.of(250, "2.1.5", "Recipient ok");

    @Inject
    private DirectoryReader directory;

    @Inject
    private LocalCredential localCredential;

    @Inject
    private Acceptor acceptor;

    @Inject
    private Reports reports;

    @Inject
    private PostmasterMail postmaster;

    @Override
    public Optional<Account> account(String username) {
        Directory current = directory.current();
        return localCredential.account(username, current).or(() -> current.account(username));
    }

    @Override
    public Optional<Account> admit(Peer peer) {
        return directory.current().admit(peer.address());
    }

    @Override
    public Reply recipient(Peer peer, String address) {
        return reports.isReturnPath(address) || postmaster.isMeantBy(address) ? WELCOME : RELAYING_DENIED;
    }

    @Override
    public List<Reply> accept(List<Submission> batch) {
        return Standing.judge(batch, directory.current(), acceptor::accept);
    }
}
