package relay.web.json;

import jakarta.enterprise.context.Dependent;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/**
 * Records as JSON. Stands in front of the servers' own providers, as the nearest for the type of all records: those
 * take {@code 1e99} for 0 and a number for a text, and differ in how they refuse what is malformed.
 *
 * <p>{@link Dependent}, as all providers here: of a bean behind a proxy some servers see neither the type nor the media
 * types, and take their own provider instead, at times.
 */
@Provider
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class JsonBodies implements MessageBodyReader<Record>, MessageBodyWriter<Record> {
    /** Largest document that is read as a whole. */
    static final int MAX_BYTES = 64 << 10;

    private final Jsonb jsonb = JsonbBuilder.create();

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream in)
            throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(Problem.tooLarge("The document is too large: at most " + MAX_BYTES + " bytes"));
        }
        return read(bytes, type);
    }

    private static Record read(byte[] bytes, Class<Record> type) {
        if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
            throw malformed("The body must be a JSON object");
        }
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            if (reader.readValue() instanceof JsonObject object) {
                return RecordReader.read(object, type);
            }
        } catch (JsonParsingException e) {
            throw malformed("The body is not JSON from line " + e.getLocation().getLineNumber() + ", column "
                    + e.getLocation().getColumnNumber());
        } catch (JsonException e) {
            throw malformed("The body is not JSON, or not in UTF-8");
        }
        throw malformed("The body must be a JSON object");
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.malformed(detail));
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public void writeTo(
            Record value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        out.write(jsonb.toJson(value).getBytes(StandardCharsets.UTF_8));
    }
}
