package relay.smtp.dialog;

import java.io.IOException;
import java.util.List;
import relay.smtp.ListenerRole;

/** A server that dialogs are run against. */
public interface Surface {
    /** A new connection to the listener of that role; TLS is already there where it is implicit. */
    Wire connect(ListenerRole role) throws IOException;

    /** What was accepted since the dialog began, or null where that cannot be seen: then it is not checked. */
    List<Received> received();
}
