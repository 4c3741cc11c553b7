package relay.administrator;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import relay.secret.PasswordHash;

/** Administrators and what proves them. */
@Stateless
public class Administrators {
    /** Of no password; verified in place of an unknown administrator's, so that both take the same time. */
    private static final String NOBODY = PasswordHash.of("nobody");

    @PersistenceContext(unitName = "relay")
    private EntityManager entities;

    @Inject
    private Clock clock;

    /** Whether there is none yet. */
    public boolean isEmpty() {
        return entities.createQuery("SELECT COUNT(a) FROM AdministratorEntity a", Long.class)
                        .getSingleResult()
                == 0;
    }

    /** A new administrator. */
    public AdministratorEntity create(String email, String password) {
        AdministratorEntity administrator =
                new AdministratorEntity(email.toLowerCase(Locale.ROOT), PasswordHash.of(password), clock.instant());
        entities.persist(administrator);
        return administrator;
    }

    /** The administrator of this login, or empty when either is wrong. */
    public Optional<AdministratorEntity> authenticate(String email, String password) {
        AdministratorEntity found =
                entities.find(AdministratorEntity.class, email.trim().toLowerCase(Locale.ROOT));
        boolean right = PasswordHash.matches(password, found == null ? NOBODY : found.getPasswordHash());
        return right && found != null ? Optional.of(found) : Optional.empty();
    }
}
