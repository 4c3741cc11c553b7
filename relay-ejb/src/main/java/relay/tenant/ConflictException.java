package relay.tenant;

import jakarta.ejb.ApplicationException;

/** A request that contradicts what is there already. */
@ApplicationException(rollback = true)
public class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }
}
