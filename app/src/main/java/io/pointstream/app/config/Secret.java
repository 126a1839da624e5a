package io.pointstream.app.config;

/** A password: never printed, not even in a log of the whole configuration. */
public record Secret(String value) {
    @Override
    public String toString() {
        return value.isEmpty() ? "(none)" : "(set)";
    }
}
