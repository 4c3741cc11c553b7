package relay.container;

import java.io.File;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The relay's archive as it is shipped, with the tests in its web module: the EAR where one is named, else the WAR. */
final class RelayArchive {
    private static final String WEB_MODULE = "relay-web.war";

    private RelayArchive() {}

    static Archive<?> withTests() {
        String ear = System.getProperty("relay.container.ear");
        return ear == null ? war(System.getProperty("relay.container.war")) : ear(ear);
    }

    private static Archive<?> war(String file) {
        return tested(ShrinkWrap.create(ZipImporter.class, "relay.war")
                .importFrom(new File(file))
                .as(WebArchive.class));
    }

    private static Archive<?> ear(String file) {
        EnterpriseArchive ear = ShrinkWrap.create(ZipImporter.class, "relay.ear")
                .importFrom(new File(file))
                .as(EnterpriseArchive.class);
        WebArchive web = ear.getAsType(WebArchive.class, WEB_MODULE);
        ear.delete(WEB_MODULE);
        return ear.addAsModule(tested(web));
    }

    private static WebArchive tested(WebArchive web) {
        return web.addPackage(RelayArchive.class.getPackage());
    }
}
