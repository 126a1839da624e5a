package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The versions of the rule book by the time from which each is in force. Immutable. */
public final class RuleBooks {

    private static final String SHIPPED = "rulebook.yaml";

    /**
     * One version.
     *
     * @param number from 1
     * @param effectiveFrom events at or after this instant are priced by it, until the next version's
     */
    public record Version(int number, Instant effectiveFrom, RuleBook book) {}

    private final List<Version> versions;

    private RuleBooks(List<Version> versions) {
        this.versions = versions;
    }

    /**
     * Several versions, in any order. The earliest also prices what happened before it. Of two with one effective time
     * the higher number is in force.
     */
    public static RuleBooks of(List<Version> versions) {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a program needs at least one version of its rule book");
        }
        List<Version> sorted = new ArrayList<>(versions);
        sorted.sort(Comparator.comparing(Version::effectiveFrom).thenComparingInt(Version::number));
        return new RuleBooks(List.copyOf(sorted));
    }

    /** One rule book for all time, as version 1. */
    public static RuleBooks single(RuleBook book) {
        return of(List.of(new Version(1, Instant.MIN, book)));
    }

    /** The shipped rule book for all time, as version 1. */
    public static RuleBooks shipped() {
        return single(RuleBookParser.parse(shippedYaml(), SHIPPED));
    }

    /** The text of the shipped rule book. */
    public static String shippedYaml() {
        try (InputStream in = RuleBooks.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("no " + SHIPPED + " beside " + RuleBooks.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version in force at an event's time. */
    public Version inForceAt(Instant at) {
        for (int i = versions.size() - 1; i > 0; i--) {
            if (!at.isBefore(versions.get(i).effectiveFrom())) {
                return versions.get(i);
            }
        }
        return versions.getFirst();
    }

    /** In the order in which they come into force. */
    public List<Version> versions() {
        return versions;
    }

    /** Every scope that accounts remember keys in, by name, each with the retention of the newest version. */
    public Map<String, Scope> scopes() {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        versions.forEach(version -> scopes.putAll(version.book().scopes()));
        return scopes;
    }
}
