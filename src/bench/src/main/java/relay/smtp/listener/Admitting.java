package relay.smtp.listener;

import java.util.List;
import java.util.Optional;
import relay.bench.SampleMail;
import relay.smtp.Account;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;

/** An application that knows each peer by its network, and is asked nothing else. */
final class Admitting implements SubmissionListener {
    @Override
    public Optional<Account> account(String username) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> admit(Peer peer) {
        return Optional.of(SampleMail.ACCOUNT);
    }

    @Override
    public Reply recipient(Peer peer, String address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Reply> accept(List<Submission> batch) {
        throw new UnsupportedOperationException();
    }
}
