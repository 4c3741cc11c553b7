package relay.web.metrics;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.metrics.Metrics;
import relay.web.access.AdministratorToken;
import relay.web.problem.Problem;

/** {@code /metrics}: for the administrator's token, or for everybody where the settings say so. */
@WebServlet("/metrics")
public class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Metrics metrics;

    @Inject
    private transient Configuration configuration;

    @Inject
    private transient AdministratorToken administrator;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (configuration.get(Settings.METRICS_PUBLIC) || administrator.isIn(request.getHeader("Authorization"))) {
            response.setContentType(Metrics.CONTENT_TYPE);
            response.getWriter().write(metrics.text());
            return;
        }
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("WWW-Authenticate", "Bearer realm=\"relay\"");
        response.setContentType(Problem.MEDIA_TYPE);
        response.getWriter()
                .write("{\"type\":\"urn:relay:problem:unauthenticated\",\"title\":\"Not authenticated\","
                        + "\"status\":401,\"detail\":\"This needs the administrator's token, or"
                        + " RELAY_METRICS_PUBLIC=true\"}");
    }
}
