package relay.tlsrpt;

import relay.routing.Protection;
import relay.smtp.client.TlsFault;

/**
 * Sessions that are counted together.
 *
 * @param period when the period of the report began, milliseconds since 1970
 * @param domain whose policy it was
 * @param policy as it was found
 * @param fault what was wrong, or null for success
 * @param mxHost name of the host; empty where none was reached
 * @param mxAddress its address; empty where none was reached
 * @param ourAddress from which we connected; empty where that is not known
 */
public record CountedSession(
        long period,
        String domain,
        Protection.Policy policy,
        TlsFault fault,
        String mxHost,
        String mxAddress,
        String ourAddress) {}
