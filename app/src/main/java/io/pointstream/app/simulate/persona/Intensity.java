package io.pointstream.app.simulate.persona;

import java.util.Locale;

/** How much a farmer takes, and how little is done to hide it. */
public enum Intensity {
    OBVIOUS,
    MODERATE,
    STEALTHY;

    /** The one of three that is this intensity's. */
    public <T> T of(T obvious, T moderate, T stealthy) {
        return switch (this) {
            case OBVIOUS -> obvious;
            case MODERATE -> moderate;
            case STEALTHY -> stealthy;
        };
    }

    /** As in {@code truth.csv}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
