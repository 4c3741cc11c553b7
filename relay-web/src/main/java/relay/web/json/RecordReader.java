package relay.web.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/**
 * Reads the fields of a record from a JSON object: texts, whole numbers, truth values, records, lists of records, and
 * lists and sets of texts. What
 * is absent or null is null; what the record does not know is passed over; all that is wrong is said at once. Texts are
 * names and the like, of one line: control characters in them are wrong, and PostgreSQL would not store a NUL.
 */
final class RecordReader {
    private final JsonObject object;
    private final String prefix;
    private final List<FieldError> errors;

    private RecordReader(JsonObject object, String prefix, List<FieldError> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    static <R extends Record> R read(JsonObject object, Class<R> type) {
        List<FieldError> errors = new ArrayList<>();
        R read = new RecordReader(object, "", errors).record(type);
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
        return read;
    }

    private <R extends Record> R record(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknown(components);
        Object[] values = Arrays.stream(components).map(this::value).toArray();
        return construct(type, components, values);
    }

    private static <R extends Record> R construct(Class<R> type, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(RecordComponent component) {
        JsonValue value = object.get(component.getName());
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        if (component.getType().isRecord() && value instanceof JsonObject inner) {
            return nested(prefix + component.getName(), component.getType().asSubclass(Record.class), inner);
        }
        if (itemType(component).isPresent()) {
            return items(component, itemType(component).get(), value);
        }
        Optional<?> read = read(component.getType(), value);
        if (read.isEmpty()) {
            wrong(component, "must be " + form(component.getType()));
        } else if (hasControl(value)) {
            wrong(component, "must not contain line ends or other control characters");
        }
        return read.orElse(null);
    }

    private void wrong(RecordComponent component, String what) {
        String name = prefix + component.getName();
        errors.add(new FieldError(name, name + " " + what));
    }

    /** Of what a list of records consists. */
    private static Optional<Class<? extends Record>> itemType(RecordComponent component) {
        return component.getType() == List.class
                        && component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> item
                        && item.isRecord()
                ? Optional.of(item.asSubclass(Record.class))
                : Optional.empty();
    }

    private List<Record> items(RecordComponent component, Class<? extends Record> type, JsonValue value) {
        List<Record> items = new ArrayList<>();
        if (value instanceof JsonArray array && array.stream().allMatch(JsonObject.class::isInstance)) {
            String name = prefix + component.getName();
            for (int i = 0; i < array.size(); i++) {
                items.add(nested(name + "[" + i + "]", type, array.getJsonObject(i)));
            }
        } else {
            wrong(component, "must be a list of objects");
        }
        return items;
    }

    private static boolean hasControl(JsonValue value) {
        return value instanceof JsonArray array
                ? array.stream().anyMatch(RecordReader::hasControl)
                : value instanceof JsonString string
                        && string.getString().chars().anyMatch(Character::isISOControl);
    }

    private Record nested(String name, Class<? extends Record> type, JsonObject inner) {
        return new RecordReader(inner, name + ".", errors).record(type);
    }

    /** A misspelt field is an error: half of what was meant may mean something else. */
    private void refuseUnknown(RecordComponent[] components) {
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        String whole = prefix.isEmpty() ? "the document" : prefix.substring(0, prefix.length() - 1);
        object.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> errors.add(new FieldError(
                        prefix + key, whole + " knows " + String.join(", ", known) + ", and no " + key)));
    }

    private static Optional<?> read(Class<?> type, JsonValue value) {
        if (type == String.class) {
            return text(value);
        }
        if (type == Integer.class) {
            return number(value);
        }
        if (type == Boolean.class) {
            return truth(value);
        }
        if (type.isRecord()) {
            return Optional.empty();
        }
        Optional<List<String>> texts = texts(value);
        return type == Set.class ? texts.map(LinkedHashSet::new) : texts;
    }

    private static Optional<String> text(JsonValue value) {
        return value instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }

    private static Optional<Integer> number(JsonValue value) {
        try {
            return value instanceof JsonNumber number ? Optional.of(number.intValueExact()) : Optional.empty();
        } catch (ArithmeticException tooLargeOrBroken) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> truth(JsonValue value) {
        return switch (value.getValueType()) {
            case TRUE -> Optional.of(true);
            case FALSE -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> texts(JsonValue value) {
        return value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)
                ? Optional.of(array.getValuesAs(JsonString::getString))
                : Optional.empty();
    }

    private static String form(Class<?> type) {
        if (type == String.class) {
            return "a text";
        }
        if (type == Integer.class) {
            return "a whole number";
        }
        if (type.isRecord()) {
            return "an object";
        }
        return type == Boolean.class ? "true or false" : "a list of texts";
    }
}
