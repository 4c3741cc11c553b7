package relay.web.message;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import relay.history.MessageHistory;
import relay.history.MessageLog;
import relay.history.MessageSummary;
import relay.history.Slice;
import relay.smtp.Content;
import relay.web.access.Caller;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.page.Page;
import relay.web.page.PageRequest;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** {@code /messages}: what a tenant has sent. */
@Path("v1/messages")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MessagesResource {
    @Inject
    private Caller caller;

    @Inject
    private MessageLog log;

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

    private MessageHistory history(String queueId) {
        return log.find(caller.tenantId(), queueId)
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no message " + queueId)));
    }
}
