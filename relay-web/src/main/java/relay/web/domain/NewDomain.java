package relay.web.domain;

/**
 * A domain to add.
 *
 * @param name such as example.com, in Unicode or ASCII
 */
public record NewDomain(String name) {}
