package io.pointstream.dashboards.intake;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
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
