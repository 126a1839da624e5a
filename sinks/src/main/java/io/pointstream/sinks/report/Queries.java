package io.pointstream.sinks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs bound queries and reads their cells.
 *
 * <p>Types that drivers read differently travel in a plain form: a {@link Column.Type#TIME} as epoch milliseconds, a
 * {@link Column.Type#LIST} as a JSON array.
 */
final class Queries {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataSource source;

    Queries(DataSource source) {
        this.source = source;
    }

    /** The rows of a query whose columns stand in the order of {@code columns}. */
    List<List<@Nullable Object>> rows(List<Column> columns, String sql, Object... parameters) {
        return rows(columns, sql, Map.of(), parameters);
    }

    /** The same; the elements of a list column are of the class that stands by its name, where they are not text. */
    List<List<@Nullable Object>> rows(
            List<Column> columns, String sql, Map<String, Class<?>> elements, Object... parameters) {
        return run(sql, parameters, result -> {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row(result, columns, elements));
            }
            return rows;
        });
    }

    /** The one row of an aggregate. */
    List<@Nullable Object> one(List<Column> columns, String sql, Object... parameters) {
        return rows(columns, sql, parameters).getFirst();
    }

    /**
     * A page of a longer answer. The query ends with {@code LIMIT ? OFFSET ?}, and its last column, after those of
     * {@code columns}, counts all rows.
     *
     * @param elements what the elements of a list column are, where they are not text
     */
    Table page(
            String name,
            List<Column> columns,
            String sql,
            @Nullable Instant completeUpTo,
            Map<String, Class<?>> elements,
            Object[] parameters,
            Page page) {
        List<Object> all = new ArrayList<>(List.of(parameters));
        all.add(page.limit());
        all.add(page.offset());
        return run(sql, all.toArray(), result -> {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            long rowsInAll = 0;
            while (result.next()) {
                rows.add(row(result, columns, elements));
                rowsInAll = result.getLong(columns.size() + 1);
            }
            return new Table(name, columns, rows, null, rowsInAll, completeUpTo);
        });
    }

    /** Texts as one parameter, for {@code JSONExtract(?, 'Array(String)')}. */
    static String array(List<String> texts) {
        return JsonNodeFactory.instance
                .arrayNode()
                .addAll(texts.stream().<JsonNode>map(TextNode::valueOf).toList())
                .toString();
    }

    private interface Reader<T> {
        T read(ResultSet result) throws SQLException;
    }

    private <T> T run(String sql, Object[] parameters, Reader<T> reader) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return reader.read(result);
            }
        } catch (SQLException e) {
            throw new ReportException("ClickHouse gives no answer: " + e.getMessage(), e);
        }
    }

    private static List<@Nullable Object> row(ResultSet result, List<Column> columns, Map<String, Class<?>> elements)
            throws SQLException {
        List<@Nullable Object> row = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            row.add(cell(result, i + 1, column.type(), elements.getOrDefault(column.name(), String.class)));
        }
        return row;
    }

    private static @Nullable Object cell(ResultSet result, int index, Column.Type type, Class<?> element)
            throws SQLException {
        Object value = switch (type) {
            case TEXT -> result.getString(index);
            case INTEGER -> result.getLong(index);
            case DECIMAL -> result.getBigDecimal(index);
            case NUMBER, SHARE -> result.getDouble(index);
            case TIME -> Instant.ofEpochMilli(result.getLong(index));
            case DATE -> date(result.getString(index));
            case LIST -> list(result.getString(index), element);
        };
        return result.wasNull() ? null : value;
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    private static @Nullable List<?> list(@Nullable String json, Class<?> element) {
        if (json == null) {
            return null;
        }
        JavaType type = JSON.getTypeFactory().constructCollectionType(List.class, element);
        try {
            List<?> list = JSON.readValue(json, type);
            return List.copyOf(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("ClickHouse's own JSON cannot be read: " + json, e);
        }
    }
}
