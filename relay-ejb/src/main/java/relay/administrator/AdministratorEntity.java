package relay.administrator;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An administrator as it is stored. */
@Entity
@Table(name = "administrator")
public class AdministratorEntity {
    @Id
    private String email;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "created_at")
    private long createdAt;

    protected AdministratorEntity() {}

    AdministratorEntity(String email, String passwordHash, Instant createdAt) {
        this.email = email;
        this.passwordHash = passwordHash;
        this.createdAt = createdAt.toEpochMilli();
    }

    public String getEmail() {
        return email;
    }

    public Instant getCreatedAt() {
        return Instant.ofEpochMilli(createdAt);
    }

    String getPasswordHash() {
        return passwordHash;
    }
}
