package io.pointstream.dashboards.desk;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The log of acts cannot be reached, or is not read to its end yet: nobody can be recognised and nothing can be done. */
public final class DeskAwayException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DeskAwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
