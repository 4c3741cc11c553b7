package relay.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeedsTest {
    @Test
    void everyCallSaysWhatItNeeds() {
        assertThat(calls())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.getAnnotation(Needs.class))
                        .as(call.toString())
                        .isNotNull());
    }

    @Test
    void aMethodThatSaysNothingIsForAdministrators() throws NoSuchMethodException {
        assertThat(Authentication.needed(null)).isEqualTo(Right.ADMINISTRATION);
        assertThat(Authentication.needed(Object.class.getMethod("toString"))).isEqualTo(Right.ADMINISTRATION);
    }

    private static List<Method> calls() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("relay.web").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(NeedsTest::isCall)
                        .toList();
    }

    private static boolean isCall(Method method) {
        return Stream.of(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }
}
