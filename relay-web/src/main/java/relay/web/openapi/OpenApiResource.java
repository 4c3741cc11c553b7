package relay.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import relay.web.access.Needs;
import relay.web.access.Right;

/** {@code /openapi}: the document. As JSON is YAML, those who ask for YAML get the same. */
@Path("v1/openapi")
@RequestScoped
public class OpenApiResource {
    static final String DOCUMENT = "openapi.json";

    @GET
    @Produces({MediaType.APPLICATION_JSON, "application/yaml"})
    @Needs(Right.NOTHING)
    public InputStream document() {
        return OpenApiResource.class.getResourceAsStream(DOCUMENT);
    }
}
