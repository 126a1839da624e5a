package io.pointstream.benchmarks.reports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** SQL that lies beside a class. */
public final class SqlFile {

    private SqlFile() {}

    /**
     * The statements of a file, with {@code :name} replaced by a value.
     *
     * @param owner in whose package it lies
     */
    public static List<String> statements(Class<?> owner, String file, Map<String, String> values) throws IOException {
        String sql;
        try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(file), file)) {
            sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            sql = sql.replace(":" + value.getKey(), value.getValue());
        }
        return Arrays.stream(sql.split(";\\s*\\n", -1))
                .filter(statement -> !statement.isBlank())
                .toList();
    }
}
