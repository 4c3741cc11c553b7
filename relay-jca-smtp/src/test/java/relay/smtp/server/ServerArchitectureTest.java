package relay.smtp.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The session decides, its shell talks, the adapter hands off; none knows the one outside it. */
@AnalyzeClasses(packages = "relay", importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest {
    @ArchTest
    static final ArchRule onlyTheAdapterKnowsTheContainer = noClasses()
            .that()
            .resideInAPackage("relay.smtp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..");

    @ArchTest
    static final ArchRule nothingKnowsTheAdapter = noClasses()
            .that()
            .resideInAPackage("relay.smtp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("relay.jca..");

    @ArchTest
    static final ArchRule theSessionKnowsNoIo = noClasses()
            .that()
            .resideInAnyPackage("relay.smtp.server", "relay.smtp.sasl")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "relay.smtp.listener..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.util.concurrent..",
                    "io.netty.channel..",
                    "io.netty.handler..");

    @ArchTest
    static final ArchRule valuesKnowNothingElse = classes()
            .that()
            .resideInAPackage("relay.smtp")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("relay.smtp", "java..");

    /** The launcher of the stand-alone relay carries this package alone. */
    @ArchTest
    static final ArchRule settingsKnowNothingElse = classes()
            .that()
            .resideInAPackage("relay.configuration")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("relay.configuration", "java..");
}
