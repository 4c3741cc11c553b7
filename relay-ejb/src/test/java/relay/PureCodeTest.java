package relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Entity;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;

@AnalyzeClasses(packages = "relay", importOptions = ImportOption.DoNotIncludeTests.class)
class PureCodeTest {
    private static final List<Class<? extends Annotation>> SHELLS =
            List.of(Stateless.class, Singleton.class, MessageDriven.class, ApplicationScoped.class, Entity.class);

    /** Where JMS itself is what a class is about. */
    private static final Set<String> OF_THE_BROKER = Set.of("AcceptedQueue", "BytesMessageStream", "SetAsideQueue");

    private static final DescribedPredicate<JavaClass> SHELL =
            DescribedPredicate.describe("shells of a container", PureCodeTest::isShell);

    private static boolean isShell(JavaClass type) {
        JavaClass outer = type.getEnclosingClass().orElse(type);
        return SHELLS.stream().anyMatch(outer::isAnnotatedWith)
                || outer.isAssignableTo(AbstractBatchlet.class)
                // the container rolls back for some of them, which an annotation says
                || outer.isAssignableTo(Exception.class)
                || OF_THE_BROKER.contains(outer.getSimpleName());
    }

    @ArchTest
    static final ArchRule whatDecidesImportsNoJakarta = noClasses()
            .that()
            .resideInAnyPackage(
                    "relay.administrator..",
                    "relay.compose..",
                    "relay.content..",
                    "relay.dane..",
                    "relay.database..",
                    "relay.delivery..",
                    "relay.dkim..",
                    "relay.dsn..",
                    "relay.egress..",
                    "relay.history..",
                    "relay.https..",
                    "relay.idempotency..",
                    "relay.ledger..",
                    "relay.message..",
                    "relay.metrics..",
                    "relay.mtasts..",
                    "relay.policy..",
                    "relay.queue..",
                    "relay.report..",
                    "relay.retention..",
                    "relay.routing..",
                    "relay.secret..",
                    "relay.simulator..",
                    "relay.submission..",
                    "relay.tenant..",
                    "relay.tlsrpt..",
                    "relay.transport..")
            .and(DescribedPredicate.not(SHELL))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..");
}
