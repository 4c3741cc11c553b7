package relay.smtp.testing;

import java.io.IOException;

/** What a rule may do once its moment has come. */
public interface MxExchange {
    /** The command as it was received, without its line end; empty where the moment has none. */
    String command();

    /** Answers with whole lines; a 2xx or 3xx code has the effect of the command. */
    void say(String... lines) throws IOException;

    /** Sends bytes as they are, at once, without any effect. */
    void send(byte[] bytes) throws IOException;

    /** Does what the server does without a rule. */
    void proceed() throws IOException;

    /** Records the message without a word; at {@link MxMoment#FINAL_DOT} only. */
    void take() throws IOException;

    /** Waits until the client has sent some bytes, and forgets them. */
    void hear() throws IOException;

    /** Reads what the client sends and never answers, until it closes. */
    void ignore() throws IOException;

    /** Closes the connection. */
    void drop() throws IOException;

    /** Closes the connection with RST. */
    void reset() throws IOException;

    /** Ends our half of the connection. */
    void shutDownOutput() throws IOException;
}
