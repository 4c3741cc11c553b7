package relay.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import relay.smtp.ScramVerifier;

/** A credential as it is stored: of a secret, only what proves it. */
@Entity
@Table(name = "credential")
public class CredentialEntity {
    @Id
    private String id;

    @Column(name = "tenant_id")
    private String tenantId;

    private String kind;
    private String name;
    private String username;
    private byte[] salt;
    private Integer iterations;

    @Column(name = "stored_key")
    private byte[] storedKey;

    @Column(name = "server_key")
    private byte[] serverKey;

    @Column(name = "token_hash")
    private byte[] tokenHash;

    private String scopes;
    private String cidr;
    private String stream;

    @Column(name = "created_at")
    private long createdAt;

    protected CredentialEntity() {}

    CredentialEntity(String id, String tenantId, CredentialRequest request, String username, Instant createdAt) {
        this.id = id;
        this.tenantId = tenantId;
        this.kind = request.kind();
        this.name = request.name();
        this.username = username;
        this.scopes = String.join(",", request.scopes() == null ? Set.of() : request.scopes());
        this.cidr = request.cidr();
        this.stream = request.stream();
        this.createdAt = createdAt.toEpochMilli();
    }

    void provedBy(ScramVerifier verifier) {
        salt = verifier.salt();
        iterations = verifier.iterations();
        storedKey = verifier.storedKey();
        serverKey = verifier.serverKey();
    }

    void provedBy(byte[] hashOfToken) {
        tokenHash = hashOfToken.clone();
    }

    public String getId() {
        return id;
    }

    public String getTenantId() {
        return tenantId;
    }

    /** {@code smtp}, {@code api} or {@code ip}. */
    public String getKind() {
        return kind;
    }

    public String getName() {
        return name;
    }

    public String getUsername() {
        return username;
    }

    public List<String> getScopes() {
        return scopes.isEmpty() ? List.of() : List.of(scopes.split(",", -1));
    }

    public String getCidr() {
        return cidr;
    }

    public String getStream() {
        return stream;
    }

    public Instant getCreatedAt() {
        return Instant.ofEpochMilli(createdAt);
    }

    /** Whether a secret proves it; a network needs none. */
    public boolean hasSecret() {
        return storedKey != null || serverKey != null || salt != null || iterations != null || tokenHash != null;
    }
}
