package relay.tenant;

import jakarta.ejb.ApplicationException;

/** A request that cannot be fulfilled as it is; the message says which field is wrong and what is allowed. */
@ApplicationException(rollback = true)
public class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /** A wrong field. */
    public InvalidRequestException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The field that is wrong. */
    public String field() {
        return field;
    }
}
