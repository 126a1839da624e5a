package io.pointstream.engine.farming;

/** What people may say of somebody or something. */
public enum ListName {
    ALLOW,
    DENY,
    /** Allowed for a time. */
    SNOOZE
}
