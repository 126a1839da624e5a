package io.pointstream.dashboards.desk;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What somebody may do. A person may have several; none contains another. */
public enum Role {
    /** Sees what everybody may see. */
    VIEWER,
    /** Asks the reports, sees cases. */
    ANALYST,
    /** Decides cases. */
    REVIEWER,
    /** Decides cases, approves what takes two, assigns, and reads the audit. */
    SUPERVISOR,
    /** Reads the audit, looks after the service. */
    ADMIN,
    /** A program that sends events. */
    UPSTREAM;

    /** Those that people have. */
    public static Set<Role> people() {
        return EnumSet.complementOf(EnumSet.of(UPSTREAM));
    }

    /** As it stands in configurations and on pages. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
