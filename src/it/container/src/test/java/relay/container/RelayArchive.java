package relay.container;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The relay's web archive as it is shipped, with the tests in it. */
final class RelayArchive {
    private RelayArchive() {}

    static WebArchive withTests() {
        return ShrinkWrap.create(ZipImporter.class, "relay.war")
                .importFrom(new File(System.getProperty("relay.container.war")))
                .as(WebArchive.class)
                .addPackage(RelayArchive.class.getPackage());
    }
}
