package io.pointstream.dashboards.intake;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.Role;
import java.util.Objects;
import java.util.regex.Pattern;

/** Which upstream system a request is from. */
@FunctionalInterface
public interface EventSource {

    /** The header in which an upstream names itself; the query parameter {@code source} serves as well. */
    String HEADER = "X-Pointstream-Source";

    /** Of requests that name nobody. */
    String UNNAMED = "unnamed";

    /** A name as short as a label: it becomes one in the metrics. */
    Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The name of the system that sent this request. */
    String of(Context request);

    /** The name of the upstream's token; of a request without one, what it says itself. */
    static EventSource byToken() {
        EventSource stated = stated();
        return request -> {
            Visitor visitor = Visitor.of(request);
            String name = visitor.name();
            String itself = stated.of(request);
            boolean known = name != null
                    && visitor.has(Role.UPSTREAM)
                    && NAME.matcher(name).matches();
            return known ? Objects.requireNonNull(name) : itself;
        };
    }

    /** As the request itself says, unproved. */
    static EventSource stated() {
        return request -> {
            String header = request.header(HEADER);
            String name = header == null ? request.queryParam("source") : header;
            if (name == null || name.isEmpty()) {
                return UNNAMED;
            }
            if (!NAME.matcher(name).matches()) {
                throw new BadRequestResponse(
                        "A source is named by 1 to 64 letters, digits, dots, dashes and underscores");
            }
            return name;
        };
    }
}
