package relay.smtp.sasl;

/** One authentication exchange, seen from the server. */
public interface Exchange {
    /** What is done before any response of the client: a challenge, empty when the client speaks first. */
    Turn begin();

    /** What is done with the client's next response; the initial response is the answer to an empty challenge. */
    Turn respond(byte[] response);
}
