package relay.web.health;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import relay.start.Health;

/** {@code /health/live}: the process answers. {@code /health/ready}: broker, database and listeners are up. */
@WebServlet({"/health/live", "/health/ready"})
public class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Health health;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().endsWith("/live")) {
            answer(response, HttpServletResponse.SC_OK, "{\"status\":\"UP\"}");
            return;
        }
        Map<String, Boolean> checks = health.checks();
        boolean ready = checks.values().stream().allMatch(up -> up);
        String parts = checks.entrySet().stream()
                .map(check -> "{\"name\":\"" + check.getKey() + "\",\"status\":\"" + word(check.getValue()) + "\"}")
                .collect(Collectors.joining(","));
        answer(
                response,
                ready ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "{\"status\":\"" + word(ready) + "\",\"checks\":[" + parts + "],\"setAside\":" + health.setAside()
                        + "}");
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }

    private static void answer(HttpServletResponse response, int status, String json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(json);
    }
}
