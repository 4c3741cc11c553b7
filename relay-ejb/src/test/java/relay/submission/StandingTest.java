package relay.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.mailsession.LocalCredential;
import relay.smtp.Account;
import relay.smtp.Envelope;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.tenant.Credential;
import relay.tenant.Directory;
import relay.tenant.Tenant;

class StandingTest {
    private static final Reply OK = Reply.of(250, "2.0.0", "Ok");

    private static Directory directory(boolean suspended, String... credentials) {
        List<Credential> all = new ArrayList<>();
        for (String id : credentials) {
            all.add(new Credential(id, "t1", Credential.Kind.SMTP, id, null, null, Set.of(), "transactional"));
        }
        return new Directory(
                Map.of("t1", new Tenant("t1", "one", suspended, null, null)),
                all,
                Map.of(),
                Map.of(),
                Map.of(),
                Set.of(),
                false);
    }

    private static Submission from(Account account) {
        return new Submission(
                Envelope.of("", List.of("a@x.test")),
                relay.smtp.Content.of(new byte[0]),
                Submissions.peer(ListenerRole.SUBMISSION),
                account);
    }

    private static Account account(String credential) {
        return new Account(credential, "t1", credential, null, Set.of(), false, "transactional", null);
    }

    private static List<Integer> codes(Directory directory, Submission... batch) {
        return Standing.judge(
                        List.of(batch),
                        directory,
                        welcome -> welcome.stream().map(submission -> OK).toList())
                .stream()
                .map(Reply::code)
                .toList();
    }

    @Test
    void acceptsWhoIsStillKnown() {
        assertThat(codes(directory(false, "c1"), from(account("c1")))).containsExactly(250);
    }

    @Test
    void refusesARevokedCredentialAndSaysWhatToDo() {
        Reply reply = Standing.refusal(account("c2"), directory(false, "c1")).orElseThrow();
        assertThat(reply.toString()).startsWith("535 5.7.8").contains("log in with a current one");
    }

    @Test
    void refusesASuspendedTenantAndSaysWhatToDo() {
        Reply reply = Standing.refusal(account("c1"), directory(true, "c1")).orElseThrow();
        assertThat(reply.toString()).startsWith("550 5.7.1").contains("ask the operator");
    }

    @Test
    void answersEachOfABatchInItsPlace() {
        assertThat(codes(directory(false, "c1"), from(account("c2")), from(account("c1")), from(account("c3"))))
                .containsExactly(535, 250, 535);
    }

    @Test
    void leavesReportsToWhoTakesThem() {
        assertThat(codes(directory(true), from(null))).containsExactly(250);
    }

    @Test
    void knowsTheMailSessionOfThisProcess() {
        assertThat(codes(directory(false), from(account(LocalCredential.ID)))).containsExactly(250);
    }
}
