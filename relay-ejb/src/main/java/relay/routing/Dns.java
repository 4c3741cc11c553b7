package relay.routing;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The questions that routing asks of the DNS; answers are values, not exceptions. */
public interface Dns {
    /** The MX records of a domain. */
    CompletionStage<Answer<Mx>> mx(String domain);

    /** The IPv4 and IPv6 addresses of a host. */
    CompletionStage<Answer<InetAddress>> addresses(String host);

    /** The TXT records of a name, each with its strings joined. */
    CompletionStage<Answer<String>> txt(String name);

    /** The canonical name that a name points to, without following it further; at most one. */
    CompletionStage<Answer<String>> cname(String name);

    /**
     * One MX record.
     *
     * @param preference lower is tried first
     * @param host name without the dot at its end; empty for the null MX
     */
    record Mx(int preference, String host) {}

    /**
     * An answer.
     *
     * @param status whether the DNS answered
     * @param records the records, empty unless the status is OK
     * @param reason in words when the status is FAILED
     */
    record Answer<T>(Status status, List<T> records, String reason) {
        public Answer {
            records = List.copyOf(records);
        }

        /** Records were found. */
        public static <T> Answer<T> of(List<T> records) {
            return new Answer<>(records.isEmpty() ? Status.NO_DATA : Status.OK, records, null);
        }

        /** The DNS answered with nothing, or not at all. */
        public static <T> Answer<T> none(Status status, String reason) {
            return new Answer<>(status, List.of(), reason);
        }
    }

    /** What kind of answer. */
    enum Status {
        OK,
        /** The name exists without such records. */
        NO_DATA,
        /** The name does not exist (NXDOMAIN). */
        NO_NAME,
        /** Time-out, SERVFAIL or a malformed answer: try again later. */
        FAILED
    }
}
