package relay.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonPointer;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.egress.PoolChange;
import relay.egress.SourceChange;
import relay.egress.StoredPool;
import relay.history.ActionResult;
import relay.history.AttemptRecord;
import relay.shaping.ShapingRules;
import relay.steering.Match;
import relay.steering.QueueActionRequest;
import relay.steering.Queues;
import relay.tenant.CredentialRequest;
import relay.tenant.DnsRecord;
import relay.tenant.TenantChange;
import relay.web.access.Needs;
import relay.web.access.Right;
import relay.web.credential.CredentialView;
import relay.web.domain.DomainView;
import relay.web.domain.NewDomain;
import relay.web.egress.PoolView;
import relay.web.egress.SourceView;
import relay.web.event.Bounce;
import relay.web.event.EventView;
import relay.web.message.ActionView;
import relay.web.message.MessageView;
import relay.web.message.RecipientView;
import relay.web.message.Resolution;
import relay.web.message.Sent;
import relay.web.page.Page;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.queue.QueueActionView;
import relay.web.queue.QueueView;
import relay.web.tenant.TenantView;

class OpenApiTest {
    private static final String VERSION = "v1";
    private static final Map<String, Class<?>> RECORDS = Map.ofEntries(
            Map.entry("Problem", Problem.class),
            Map.entry("FieldError", FieldError.class),
            Map.entry("TenantChange", TenantChange.class),
            Map.entry("Tenant", TenantView.class),
            Map.entry("NewDomain", NewDomain.class),
            Map.entry("DnsRecord", DnsRecord.class),
            Map.entry("Domain", DomainView.class),
            Map.entry("CredentialRequest", CredentialRequest.class),
            Map.entry("Credential", CredentialView.class),
            Map.entry("Sent", Sent.class),
            Map.entry("SentRecipient", Sent.Recipient.class),
            Map.entry("Recipient", RecipientView.class),
            Map.entry("Attempt", AttemptRecord.class),
            Map.entry("Message", MessageView.class),
            Map.entry("Resolution", Resolution.class),
            Map.entry("Skipped", ActionResult.Skipped.class),
            Map.entry("ActionResult", ActionView.class),
            Map.entry("Bounce", Bounce.class),
            Map.entry("Event", EventView.class),
            Map.entry("Match", Match.class),
            Map.entry("QueueActionRequest", QueueActionRequest.class),
            Map.entry("QueueAction", QueueActionView.class),
            Map.entry("Queue", QueueView.class),
            Map.entry("Explanation", ShapingRules.Explanation.class),
            Map.entry("SiteExplanation", Queues.SiteExplanation.class),
            Map.entry("SourceChange", SourceChange.class),
            Map.entry("ProxyChange", SourceChange.ProxyChange.class),
            Map.entry("EgressSource", SourceView.class),
            Map.entry("Proxy", SourceView.ProxyView.class),
            Map.entry("PoolChange", PoolChange.class),
            Map.entry("WeightedSource", StoredPool.Weighted.class),
            Map.entry("MailUse", StoredPool.Use.class),
            Map.entry("EgressPool", PoolView.class),
            Map.entry("EgressSourcePage", Page.class),
            Map.entry("EgressPoolPage", Page.class),
            Map.entry("TlsExplanation", Queues.TlsExplanation.class),
            Map.entry("QueuePage", Page.class),
            Map.entry("QueueActionPage", Page.class),
            Map.entry("TenantPage", Page.class),
            Map.entry("DomainPage", Page.class),
            Map.entry("CredentialPage", Page.class),
            Map.entry("MessagePage", Page.class),
            Map.entry("EventPage", Page.class));

    private final JsonObject document = read();

    /** A resource method as the document names it. */
    private record Call(String name, Method method) {}

    @Test
    void describesEveryCallAndNoOther() {
        Set<String> described = new TreeSet<>();
        document.getJsonObject("paths")
                .forEach((path, calls) -> calls.asJsonObject()
                        .keySet()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));

        assertThat(described).isEqualTo(calls().keySet());
    }

    @Test
    void describesTheParametersOfEveryCall() {
        calls().forEach((name, method) ->
                assertThat(described(operation(name))).as(name).containsAll(parameters(method)));
    }

    @Test
    void saysWhatEveryCallNeeds() {
        calls().forEach((name, method) -> {
            Right right = method.getAnnotation(Needs.class).value();
            JsonObject operation = operation(name);
            if (right == Right.NOTHING) {
                assertThat(operation.getJsonArray("security")).as(name).isEmpty();
            } else {
                String words = right == Right.ADMINISTRATION
                        ? "For administrators."
                        : "Scope: " + right.name().toLowerCase(Locale.ROOT) + ".";
                assertThat(operation.getString("description")).as(name).endsWith(words);
                assertThat(operation.getJsonObject("responses")).as(name).containsKeys("400", "401", "403", "500");
            }
        });
    }

    @Test
    void describesTheFieldsOfEveryRecord() {
        RECORDS.forEach(
                (schema, type) -> assertThat(properties(schema)).as(schema).isEqualTo(fields(type)));
    }

    @Test
    void refersOnlyToWhatIsThere() {
        assertThat(references(document)).isNotEmpty().allSatisfy(reference -> {
            JsonPointer pointer = Json.createPointer(reference.substring(1));
            assertThat(pointer.containsValue(document)).as(reference).isTrue();
        });
    }

    @Test
    void namesEveryOperationOnce() {
        List<String> names = new ArrayList<>();
        calls().keySet().forEach(name -> names.add(operation(name).getString("operationId")));

        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void theBrowserFindsItsFiles() throws Exception {
        String page;
        try (InputStream in = DocsResource.class.getResourceAsStream("docs.html")) {
            page = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        List<String> files = page.lines()
                .filter(line -> line.contains("/webjars/"))
                .map(line -> line.replaceAll(".*\\{context\\}(/webjars/[^\"]+).*", "$1"))
                .toList();

        assertThat(files)
                .hasSize(2)
                .allSatisfy(file -> assertThat(OpenApiTest.class.getResource("/META-INF/resources" + file))
                        .as(file)
                        .isNotNull());
    }

    private JsonObject operation(String name) {
        int blank = name.indexOf(' ');
        return document.getJsonObject("paths")
                .getJsonObject(name.substring(blank + 1))
                .getJsonObject(name.substring(0, blank).toLowerCase(Locale.ROOT));
    }

    private Set<String> properties(String schema) {
        return document.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(schema)
                .getJsonObject("properties")
                .keySet();
    }

    private static Set<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(OpenApiTest::field).collect(Collectors.toSet());
    }

    private static String field(RecordComponent component) {
        JsonbProperty property = component.getAccessor().getAnnotation(JsonbProperty.class);
        return property == null ? component.getName() : property.value();
    }

    private Set<String> described(JsonObject operation) {
        Set<String> names = new HashSet<>();
        JsonArray parameters = operation.getJsonArray("parameters");
        for (JsonValue value : parameters == null ? JsonValue.EMPTY_JSON_ARRAY : parameters) {
            JsonObject parameter = value.asJsonObject();
            if (parameter.containsKey("$ref")) {
                parameter = Json.createPointer(parameter.getString("$ref").substring(1))
                        .getValue(document)
                        .asJsonObject();
            }
            names.add(parameter.getString("name"));
        }
        return names;
    }

    private static Set<String> parameters(Method method) {
        Set<String> names = new HashSet<>();
        for (Parameter parameter : method.getParameters()) {
            names.addAll(names(parameter));
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                Arrays.stream(parameter.getType().getDeclaredFields()).forEach(field -> names.addAll(names(field)));
            }
        }
        return names;
    }

    private static List<String> names(AnnotatedElement element) {
        List<String> names = new ArrayList<>();
        if (element.isAnnotationPresent(QueryParam.class)) {
            names.add(element.getAnnotation(QueryParam.class).value());
        }
        if (element.isAnnotationPresent(PathParam.class)) {
            names.add(element.getAnnotation(PathParam.class).value());
        }
        if (element.isAnnotationPresent(HeaderParam.class)) {
            names.add(element.getAnnotation(HeaderParam.class).value());
        }
        return names;
    }

    private static Map<String, Method> calls() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("relay.web").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .filter(type -> type.getAnnotation(Path.class).value().startsWith(VERSION))
                        .flatMap(OpenApiTest::calls)
                        .collect(Collectors.toMap(Call::name, Call::method, (one, two) -> one, TreeMap::new));
    }

    private static Stream<Call> calls(Class<?> resource) {
        String root = resource.getAnnotation(Path.class).value().substring(VERSION.length());
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                        .map(type -> new Call(
                                type.getAnnotation(HttpMethod.class).value() + " " + root + path(method), method)));
    }

    private static String path(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : "/" + path.value();
    }

    private static List<String> references(JsonValue value) {
        List<String> references = new ArrayList<>();
        if (value instanceof JsonObject object) {
            object.forEach((name, member) -> {
                if (name.equals("$ref")) {
                    references.add(((JsonString) member).getString());
                } else {
                    references.addAll(references(member));
                }
            });
        } else if (value instanceof JsonArray array) {
            array.forEach(element -> references.addAll(references(element)));
        }
        return references;
    }

    private static JsonObject read() {
        try (JsonReader reader =
                Json.createReader(OpenApiResource.class.getResourceAsStream(OpenApiResource.DOCUMENT))) {
            return reader.readObject();
        }
    }
}
