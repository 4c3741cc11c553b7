package relay.web.event;

import jakarta.json.bind.annotation.JsonbProperty;

/**
 * How a bounce is classed.
 *
 * @param kind hard or soft
 * @param bounceClass why, or null
 */
public record Bounce(String kind, @JsonbProperty("class") String bounceClass) {}
