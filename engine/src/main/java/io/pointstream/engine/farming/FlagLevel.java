package io.pointstream.engine.farming;

/** What a case asks for (DOMAIN 5), the lesser first. */
public enum FlagLevel {
    /** A person should look. */
    REVIEW,
    /** New awards should go into the held balance until a person has looked. */
    HOLD
}
