package relay.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST interface; each resource says its path below. */
@ApplicationPath("api")
public class RelayApi extends Application {}
