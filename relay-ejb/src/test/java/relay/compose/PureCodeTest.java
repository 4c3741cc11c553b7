package relay.compose;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ejb.Stateless;

@AnalyzeClasses(
        packages = {"relay.compose", "relay.idempotency", "relay.history", "relay.metrics"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class PureCodeTest {
    @ArchTest
    static final ArchRule onlyServicesKnowOfAContainer = noClasses()
            .that()
            .areNotAnnotatedWith(Stateless.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..");
}
