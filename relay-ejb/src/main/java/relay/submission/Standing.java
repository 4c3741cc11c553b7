package relay.submission;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import relay.mailsession.LocalCredential;
import relay.smtp.Account;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.tenant.Directory;

/**
 * Whether somebody who has logged in may still submit: a session lives for hours, and its credential may be revoked or
 * its tenant suspended meanwhile.
 */
final class Standing {
    private static final Reply REVOKED =
            Reply.of(535, "5.7.8", "This credential has been revoked; log in with a current one");

    private Standing() {}

    /** Why a submission of this account is refused now, or empty. */
    static Optional<Reply> refusal(Account account, Directory directory) {
        if (account == null) {
            return Optional.empty();
        }
        if (!account.credentialId().equals(LocalCredential.ID) && !directory.hasCredential(account.credentialId())) {
            return Optional.of(REVOKED);
        }
        return directory.refusalOf(account.tenantId());
    }

    /** One reply for each submission, in order; those that may still be submitted go on. */
    static List<Reply> judge(
            List<Submission> batch, Directory directory, Function<List<Submission>, List<Reply>> accept) {
        List<Optional<Reply>> refusals = batch.stream()
                .map(submission -> refusal(submission.account(), directory))
                .toList();
        List<Submission> welcome = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (refusals.get(i).isEmpty()) {
                welcome.add(batch.get(i));
            }
        }
        Iterator<Reply> accepted = welcome.isEmpty()
                ? List.<Reply>of().iterator()
                : accept.apply(welcome).iterator();
        return refusals.stream()
                .map(refusal -> refusal.orElseGet(accepted::next))
                .toList();
    }
}
