package relay.web.health;

import jakarta.ejb.EJB;
import jakarta.persistence.*;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import relay.broker.BrokerConnections;
import relay.database.Database;
import relay.start.Relay;

@Path("health")
public class HealthResource {
    @EJB
    private Relay relay;

    @PersistenceContext
    EntityManager em;

    @GET
    @Path("ready")
    public String ready() throws Exception {
        try (var ctx = BrokerConnections.open().createContext()) {
            ctx.createProducer().send(ctx.createQueue("relay.accepted"), "hi");
        }
        try (var c = Database.of(relay.configuration()).connect()) {
            return "ok " + relay.ledger().isAvailable() + " "
                    + em.createQuery("select t from TenantEntity t").getResultList()
                    + c.getMetaData().getDatabaseProductVersion()
                    + org.h2.engine.Constants.class.getProtectionDomain().getCodeSource() + " "
                    + em.getDelegate().getClass().getProtectionDomain().getCodeSource();
        }
    }
}
