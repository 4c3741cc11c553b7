package relay.web.message;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import relay.history.ActionResult;
import relay.history.MessageActions;
import relay.history.MessageHistory;
import relay.history.MessageLog;
import relay.history.MessageSummary;
import relay.history.RecipientAction;
import relay.history.Slice;
import relay.smtp.Content;
import relay.web.access.Caller;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /messages}: what a tenant has sent, and what is done about it. */
@Path("v1/messages")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MessagesResource {
    @Inject
    private Caller caller;

    @Inject
    private MessageLog log;

    @Inject
    private MessageActions actions;

    @GET
    @Needs(Right.READ)
    public Page list(@BeanParam MessageQuery query, @BeanParam PageRequest page) {
        Slice<MessageSummary> found = log.find(caller.tenantId(), query.filter(), page.after(), page.limit());
        return Page.of(found, MessageView::of);
    }

    @GET
    @Path("{queueId}")
    @Needs(Right.READ)
    public MessageView find(@PathParam("queueId") String queueId) {
        return MessageView.of(history(queueId));
    }

    @GET
    @Path("{queueId}/raw")
    @Produces({"message/rfc822", MediaType.APPLICATION_JSON})
    @Needs(Right.READ)
    public Response raw(@PathParam("queueId") String queueId) {
        history(queueId);
        Content content = log.content(caller.tenantId(), queueId)
                .orElseThrow(() -> new ProblemException(
                        Problem.gone("The content of " + queueId + " has gone: retention has ended")));
        StreamingOutput stream = out -> {
            try (content;
                    InputStream in = content.open()) {
                in.transferTo(out);
            }
        };
        return Response.ok(stream, "message/rfc822").build();
    }

    @POST
    @Path("{queueId}/cancel")
    @Needs(Right.MANAGE)
    public ActionView cancel(@PathParam("queueId") String queueId, @QueryParam("recipient") String recipient) {
        return act(RecipientAction.CANCEL, queueId, recipient);
    }

    @POST
    @Path("{queueId}/release")
    @Needs(Right.MANAGE)
    public ActionView release(@PathParam("queueId") String queueId, @QueryParam("recipient") String recipient) {
        return act(RecipientAction.RELEASE, queueId, recipient);
    }

    @POST
    @Path("{queueId}/retry")
    @Needs(Right.MANAGE)
    public ActionView retry(@PathParam("queueId") String queueId, @QueryParam("recipient") String recipient) {
        return act(RecipientAction.RETRY, queueId, recipient);
    }

    @POST
    @Path("{queueId}/resolve")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.MANAGE)
    public ActionView resolve(
            @PathParam("queueId") String queueId, @QueryParam("recipient") String recipient, Resolution resolution) {
        return act(resolution.decision(), queueId, recipient);
    }

    private ActionView act(RecipientAction action, String queueId, String recipient) {
        history(queueId);
        ActionResult result = actions.act(action, caller.tenantId(), queueId, recipient);
        if (result.changed().isEmpty()) {
            throw new ProblemException(Problem.conflict("This applies to no recipient of the message")
                    .withSkipped(result.skipped()));
        }
        return new ActionView(queueId, history(queueId).message().status(), result.changed(), result.skipped());
    }

    private MessageHistory history(String queueId) {
        return log.find(caller.tenantId(), queueId)
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no message " + queueId)));
    }
}
