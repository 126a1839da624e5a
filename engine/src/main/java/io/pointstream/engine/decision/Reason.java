package io.pointstream.engine.decision;

/** Why a decision came out as it did; kept in parts, put into words when asked. */
@FunctionalInterface
public interface Reason {

    /** The reason in English, one line. */
    String text();
}
