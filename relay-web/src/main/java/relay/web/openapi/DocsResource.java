package relay.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import relay.web.access.Needs;
import relay.web.access.Right;

/** {@code /api/docs}: the browser of the document. It loads nothing from elsewhere. */
@Path("docs")
@RequestScoped
public class DocsResource {
    private static final String HTML = MediaType.TEXT_HTML + "; charset=utf-8";
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    @Context
    private HttpServletRequest request;

    @GET
    @Produces(HTML)
    @Needs(Right.NOTHING)
    public Response page() throws IOException {
        String page = text("docs.html").replace("{context}", request.getContextPath());
        return Response.ok(page)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    @GET
    @Path("start.js")
    @Produces("text/javascript")
    @Needs(Right.NOTHING)
    public String start() throws IOException {
        return text("start.js");
    }

    private static String text(String name) throws IOException {
        try (InputStream in = DocsResource.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
