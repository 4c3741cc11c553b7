package relay.web.message;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import relay.compose.Letter;
import relay.compose.Scratch;
import relay.compose.Sending;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.secret.Sha256;
import relay.smtp.Account;
import relay.smtp.ListenerRole;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.submission.KeyedSubmissions.Answer;
import relay.submission.OptionRules;
import relay.submission.Receipt;
import relay.web.access.Caller;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.json.BoundedInput;
import relay.web.json.JsonInput;
import relay.web.json.MalformedJsonException;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code POST /messages}: sends a message. 202 means what 250 means: it is on disk. */
@Path("v1/messages")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SendResource {
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final long ROOM_FOR_FIELDS = 64 << 10;

    @Inject
    private Caller caller;

    @Inject
    private Sending sending;

    @Inject
    private Configuration configuration;

    @Inject
    private Clock clock;

    @Context
    private UriInfo uri;

    @Context
    private HttpServletRequest request;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.SEND)
    public Response send(InputStream body, @HeaderParam(KEY) String key) throws IOException {
        Account account = account();
        checkKey(key);
        checkLength();
        try (Scratch scratch = sending.scratch()) {
            MessageDigest digest = Sha256.digest();
            Letter letter = read(new DigestInputStream(new BoundedInput(body, maxBytes()), digest), scratch);
            return key == null
                    ? accepted(sending.send(letter, account, peer(), scratch), letter, false)
                    : answer(sending.send(letter, account, peer(), scratch, key, digest.digest()), letter);
        }
    }

    private Account account() {
        Account account = caller.account();
        if (account.refusal() != null) {
            throw new ProblemException(Problem.forbidden(account.refusal().text())
                    .withReply(account.refusal().toString()));
        }
        Reply full = sending.storage();
        if (full != null) {
            throw Refusals.of(full);
        }
        return account;
    }

    private static void checkKey(String key) {
        if (key != null && !OptionRules.isKey(key)) {
            throw new ProblemException(Problem.invalid(
                    List.of(new FieldError(KEY, KEY + " must have 1 to 256 printable ASCII characters"))));
        }
    }

    private void checkLength() {
        if (request.getContentLengthLong() > maxBytes()) {
            throw BoundedInput.tooLarge(maxBytes());
        }
    }

    private long maxBytes() {
        return configuration.get(Settings.MAX_MESSAGE_SIZE) / 3 * 4 + ROOM_FOR_FIELDS;
    }

    private Letter read(InputStream body, Scratch scratch) throws IOException {
        try {
            JsonInput in = new JsonInput(body);
            return new LetterReader(in, scratch, configuration.get(Settings.MAX_RECIPIENTS)).read(clock.instant());
        } catch (MalformedJsonException e) {
            throw new ProblemException(Problem.malformed("The body cannot be read: " + e.getMessage()));
        }
    }

    /** As Received tells of it: no greeting, no encryption of ours. */
    private Peer peer() throws IOException {
        return new Peer(
                ListenerRole.SUBMISSION,
                InetAddress.getByName(request.getRemoteAddr()),
                Math.max(0, request.getRemotePort()),
                null,
                false,
                null,
                null);
    }

    private Response answer(Answer answer, Letter letter) {
        if (answer instanceof Answer.Given given) {
            return accepted(given.receipt(), letter, given.repeated());
        }
        if (answer instanceof Answer.Busy busy) {
            throw new ProblemException(
                    Problem.conflict("A request with this " + KEY + " is being carried out"), busy.retryAfter());
        }
        throw new ProblemException(
                Problem.conflict("This " + KEY + " was used with another body in the last 24 hours"));
    }

    private Response accepted(Receipt receipt, Letter letter, boolean repeated) {
        if (!receipt.isAccepted()) {
            throw Refusals.of(receipt.reply());
        }
        Response.ResponseBuilder answer = Response.accepted(Sent.of(receipt, letter))
                .location(uri.getAbsolutePathBuilder().path(receipt.queueId()).build());
        return repeated ? answer.header(REPLAYED, true).build() : answer.build();
    }
}
