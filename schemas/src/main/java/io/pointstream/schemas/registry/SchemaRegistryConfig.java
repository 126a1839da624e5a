package io.pointstream.schemas.registry;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the registry, read from Confluent's own configuration keys.
 *
 * @param urls HTTP addresses in the order they are tried; empty for {@code mock://}
 * @param mockScope the scope of {@code mock://scope}, else null
 * @param credentials {@code user:password}, or null; with the source URL each address brings its own
 * @param normalize whether the registry brings schemas into a normal form before it compares them
 * @param retriesMax how often a request is tried again after an I/O error, 429 or 5xx
 * @param retryWait before the first retry; it doubles up to {@code retryWaitMax}
 */
public record SchemaRegistryConfig(
        List<URI> urls,
        @Nullable String mockScope,
        @Nullable String credentials,
        boolean normalize,
        int retriesMax,
        Duration retryWait,
        Duration retryWaitMax) {

    public static final String URL = "schema.registry.url";
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    public static final String USER_INFO = "basic.auth.user.info";

    public static final String NORMALIZE_SCHEMAS = "normalize.schemas";

    /** Retries after the first try. */
    public static final String MAX_RETRIES = "max.retries";

    /** Milliseconds before the first retry. */
    public static final String RETRIES_WAIT_MS = "retries.wait.ms";

    /** Milliseconds, the longest wait between two retries. */
    public static final String RETRIES_MAX_WAIT_MS = "retries.max.wait.ms";

    private static final String MOCK = "mock://";

    /**
     * With the defaults a client waits about two minutes for a registry that is down: long enough for a restart, shorter than
     * Kafka's default poll interval of five.
     */
    private static final int RETRIES_MAX_DEFAULT = 30;

    private static final long RETRY_WAIT_MS_DEFAULT = 100;
    private static final long RETRY_WAIT_MAX_MS_DEFAULT = 5_000;

    /**
     * Reads the keys above; others are ignored.
     *
     * @throws ConfigException when an address is missing or malformed, or mock and real addresses are mixed
     */
    public static SchemaRegistryConfig of(Map<String, ?> config) {
        Set<String> addresses = addresses(config.get(URL));
        if (addresses.isEmpty()) {
            throw new ConfigException(URL, config.get(URL), "at least one address is needed");
        }
        List<URI> urls = new ArrayList<>();
        String mockScope = null;
        for (String address : addresses) {
            if (address.startsWith(MOCK)) {
                mockScope = address.substring(MOCK.length());
            } else {
                urls.add(httpAddress(address));
            }
        }
        if (mockScope != null && addresses.size() > 1) {
            throw new ConfigException(URL, config.get(URL), "mock:// stands alone");
        }
        return new SchemaRegistryConfig(
                List.copyOf(urls),
                mockScope,
                credentials(config),
                Boolean.parseBoolean(
                        String.valueOf(config.get(NORMALIZE_SCHEMAS)).strip()),
                (int) number(config, MAX_RETRIES, RETRIES_MAX_DEFAULT),
                Duration.ofMillis(number(config, RETRIES_WAIT_MS, RETRY_WAIT_MS_DEFAULT)),
                Duration.ofMillis(number(config, RETRIES_MAX_WAIT_MS, RETRY_WAIT_MAX_MS_DEFAULT)));
    }

    /** The client that this configuration asks for. */
    public SchemaRegistryClient client() {
        return mockScope != null ? InMemorySchemaRegistry.scope(mockScope) : new HttpSchemaRegistryClient(this);
    }

    private static Set<String> addresses(@Nullable Object value) {
        Set<String> addresses = new LinkedHashSet<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> addresses.addAll(addresses(item)));
        } else if (value != null) {
            for (String address : value.toString().split(",", -1)) {
                if (!address.isBlank()) {
                    addresses.add(address.strip());
                }
            }
        }
        return addresses;
    }

    private static URI httpAddress(String address) {
        try {
            URI uri = URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
            String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(URL, address, e.getMessage());
        }
        throw new ConfigException(URL, address, "expected http://host:port, https://host:port or mock://scope");
    }

    private static @Nullable String credentials(Map<String, ?> config) {
        Object source = config.get(CREDENTIALS_SOURCE);
        String name = source == null ? "URL" : source.toString().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "URL" -> null;
            case "USER_INFO" -> {
                Object userInfo = config.get(USER_INFO);
                if (userInfo == null || userInfo.toString().isBlank()) {
                    throw new ConfigException(USER_INFO, null, "needed when " + CREDENTIALS_SOURCE + " is USER_INFO");
                }
                yield userInfo.toString();
            }
            default -> throw new ConfigException(CREDENTIALS_SOURCE, source, "expected URL or USER_INFO");
        };
    }

    private static long number(Map<String, ?> config, String key, long otherwise) {
        Object value = config.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.toString().strip());
            if (number >= 0 && number <= Integer.MAX_VALUE) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "expected an integer");
        }
        throw new ConfigException(key, value, "expected an integer from 0 to " + Integer.MAX_VALUE);
    }
}
