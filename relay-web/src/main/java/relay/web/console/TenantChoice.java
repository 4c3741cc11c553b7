package relay.web.console;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import relay.tenant.TenantEntity;
import relay.tenant.Tenants;

/** Which tenant the console shows; the first one until somebody chooses. */
@Named
@SessionScoped
public class TenantChoice implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MAX_LISTED = 500;

    @EJB
    private Tenants tenants;

    private String id;

    /** The chosen tenant's id; empty when there is no tenant at all. */
    public String getId() {
        if (id == null || tenants.find(id).isEmpty()) {
            id = getAll().stream().map(TenantEntity::getId).findFirst().orElse("");
        }
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public List<TenantEntity> getAll() {
        return tenants.list("", MAX_LISTED);
    }

    /** The chosen tenant's name. */
    public String getName() {
        return tenants.find(getId()).map(TenantEntity::getName).orElse("no tenant");
    }
}
