package io.pointstream.schemas.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks Confluent's REST interface.
 *
 * <p>A request goes to the address that answered last and on to the next when that one cannot be reached or is in trouble
 * (I/O error, 429, 5xx). When all are, it waits with a log line and tries again, as often as the configuration allows. Any
 * other answer is final. What a registry never changes (the schema of an id, the id of a schema) is asked once; the answer is
 * put into the cache after the request, so that no lock is held during I/O.
 */
final class HttpSchemaRegistryClient implements SchemaRegistryClient {

    private static final Logger LOG = LoggerFactory.getLogger(HttpSchemaRegistryClient.class);

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /** Whatever the configured retries: a call that outlasts Kafka's poll interval (5 min) would lose its partitions. */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(3);

    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One for all clients of the process: it owns threads, and is closed with the process. */
    private static final class Shared {
        static final HttpClient HTTP =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    }

    private record SubjectSchema(String subject, Schema schema) {}

    private final SchemaRegistryConfig config;
    private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final ConcurrentMap<SubjectSchema, Integer> registered = new ConcurrentHashMap<>();
    private final ConcurrentMap<SubjectSchema, Integer> lookedUp = new ConcurrentHashMap<>();

    /** Index of the address that answered last. */
    private volatile int preferred;

    HttpSchemaRegistryClient(SchemaRegistryConfig config) {
        this.config = config;
    }

    @Override
    public int register(String subject, Schema schema) {
        return idFrom(registered, subject, schema, "/subjects/" + encode(subject) + "/versions");
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return idFrom(lookedUp, subject, schema, "/subjects/" + encode(subject));
    }

    @Override
    public Registered latest(String subject) {
        JsonNode answer = call("GET", "/subjects/" + encode(subject) + "/versions/latest", null);
        return new Registered(
                integer(answer, "id"),
                integer(answer, "version"),
                parse(answer.path("schema").asText()));
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Schema schema;
        try {
            JsonNode answer = call("GET", "/schemas/ids/" + id, null);
            String type = answer.path("schemaType").asText("AVRO");
            if (!type.equals("AVRO")) {
                throw new UnknownSchemaException(id, "schema id " + id + " is of type " + type + ", not Avro");
            }
            schema = parse(answer.path("schema").asText());
        } catch (RegistryException e) {
            if (e.errorCode() == SCHEMA_NOT_FOUND) {
                throw new UnknownSchemaException(id, "unknown schema id " + id);
            }
            throw e;
        }
        schemas.put(id, schema);
        return schema;
    }

    @Override
    public void setCompatibility(String subject, Compatibility compatibility) {
        call("PUT", "/config/" + encode(subject), json(Map.of("compatibility", compatibility.name())));
    }

    private int idFrom(ConcurrentMap<SubjectSchema, Integer> cache, String subject, Schema schema, String path) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Integer known = cache.get(key);
        if (known != null) {
            return known;
        }
        int id = integer(
                call(
                        "POST",
                        config.normalize() ? path + "?normalize=true" : path,
                        json(Map.of("schema", schema.toString()))),
                "id");
        cache.put(key, id);
        return id;
    }

    /** @throws RegistryException for any final answer but 2xx */
    private JsonNode call(String method, String path, @Nullable String body) {
        Duration wait = config.retryWait();
        long started = System.nanoTime();
        for (int retries = 0; ; retries++) {
            try {
                return sendToAny(method, path, body);
            } catch (InterruptedIOException e) {
                throw interrupted(e);
            } catch (IOException e) {
                if (retries >= config.retriesMax() || System.nanoTime() - started > CALL_TIMEOUT.toNanos()) {
                    throw new RegistryUnavailableException(
                            "schema registry " + addresses() + " is unavailable: " + words(e), e);
                }
                LOG.warn(
                        "waiting for schema registry: url={} request={} wait_ms={} reason=\"{}\"",
                        addresses(),
                        path,
                        wait.toMillis(),
                        words(e));
            }
            pause(wait);
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(config.retryWaitMax()) < 0 ? doubled : config.retryWaitMax();
        }
    }

    /** Tries each address once, from the one that answered last; throws the last one's trouble. */
    private JsonNode sendToAny(String method, String path, @Nullable String body) throws IOException {
        int first = preferred;
        int count = config.urls().size();
        IOException trouble = new IOException("no address");
        for (int index = first; index < first + count; index++) {
            try {
                JsonNode answer = send(config.urls().get(index % count), method, path, body);
                preferred = index % count;
                return answer;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                trouble = e;
            }
        }
        throw trouble;
    }

    /** @throws IOException when another address, or a later time, may do better */
    private JsonNode send(URI base, String method, String path, @Nullable String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint(base, path))
                .timeout(REQUEST_TIMEOUT)
                .header("Accept", CONTENT_TYPE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", CONTENT_TYPE);
        }
        String credentials = credentials(base);
        if (credentials != null) {
            byte[] utf8 = credentials.getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(utf8));
        }
        HttpResponse<String> response;
        try {
            response = Shared.HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            throw new IOException("HTTP " + status + " " + message(response.body()));
        }
        if (status / 100 == 2) {
            return read(response.body());
        }
        JsonNode error = tolerantRead(response.body());
        int errorCode = error.path("error_code").asInt(0);
        String message = "schema registry refused " + method + " " + path + ": HTTP " + status + ", code " + errorCode
                + ", " + message(response.body());
        throw status == 409
                ? new IncompatibleSchemaException(errorCode, message)
                : new RegistryException(status, errorCode, message);
    }

    private @Nullable String credentials(URI base) {
        if (config.credentials() != null) {
            return config.credentials();
        }
        String userInfo = base.getRawUserInfo();
        return userInfo == null ? null : URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The address without its credentials, which go into a header and must not go into logs. */
    private static URI endpoint(URI base, String path) {
        return URI.create(withoutUserInfo(base) + path);
    }

    private List<String> addresses() {
        return config.urls().stream()
                .map(HttpSchemaRegistryClient::withoutUserInfo)
                .toList();
    }

    private static String withoutUserInfo(URI base) {
        String userInfo = base.getRawUserInfo();
        return userInfo == null ? base.toString() : base.toString().replace(userInfo + "@", "");
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static RegistryUnavailableException interrupted(Exception e) {
        Thread.currentThread().interrupt();
        return new RegistryUnavailableException("interrupted while waiting for the schema registry", e);
    }

    private static JsonNode read(String body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new IOException("the answer is no JSON: " + abbreviated(body), e);
        }
    }

    private static JsonNode tolerantRead(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static String message(String body) {
        String message = tolerantRead(body).path("message").asText("");
        return abbreviated(message.isEmpty() ? body : message);
    }

    private static String abbreviated(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }

    /** JDK connect errors often have no message. */
    private static String words(IOException trouble) {
        return trouble.getMessage() == null ? trouble.getClass().getSimpleName() : trouble.getMessage();
    }

    private static int integer(JsonNode answer, String field) {
        JsonNode value = answer.path(field);
        if (!value.isInt()) {
            throw new RegistryException(200, 0, "schema registry answered without integer " + field + ": " + answer);
        }
        return value.intValue();
    }

    private static Schema parse(String schema) {
        try {
            return new Schema.Parser().parse(schema);
        } catch (SchemaParseException e) {
            throw new RegistryException(200, 0, "schema registry answered with no Avro schema: " + e.getMessage());
        }
    }

    private static String json(Map<String, String> object) {
        return JSON.valueToTree(object).toString();
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
