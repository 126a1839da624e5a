package io.pointstream.engine.farming;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** News for the rings. */
public sealed interface Tie {

    /** What was found, at one time; of each account at most once. */
    List<Finding> findings();

    /** Event time at which it was found. */
    default Instant at() {
        return findings().getFirst().detectedAt();
    }

    /** Found by what an account does alone; it has been told already. */
    record Own(Finding finding) implements Tie {
        @Override
        public List<Finding> findings() {
            return List.of(finding);
        }
    }

    /**
     * Found by what accounts share.
     *
     * @param findings what is news, at least one
     * @param with one of those that were found together, whether or not there is news of it
     */
    record Shared(List<Finding> findings, String with) implements Tie {}

    /** A reviewer has decided on the case of a ring, through one of its members. */
    record Ruled(Ruling ruling) implements Tie {
        @Override
        public List<Finding> findings() {
            return List.of();
        }

        @Override
        public Instant at() {
            return ruling.at();
        }
    }

    byte VERSION = 1;

    default byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        out.flag(this instanceof Ruled);
        if (this instanceof Ruled(Ruling ruling)) {
            ruling.write(out);
            return out.bytes();
        }
        out.optional(this instanceof Shared shared ? shared.with : null);
        out.size(findings().size());
        findings().forEach(finding -> finding.write(out));
        return out.bytes();
    }

    /**
     * Reads a tie.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    static Tie decode(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.version("tie", VERSION);
        if (in.flag()) {
            Ruling ruling = Ruling.read(in);
            in.end();
            return new Ruled(ruling);
        }
        String with = in.optional();
        List<Finding> findings = new ArrayList<>();
        for (int left = in.size(); left > 0; left--) {
            findings.add(Finding.read(in));
        }
        in.end();
        return with == null ? new Own(findings.getFirst()) : new Shared(findings, with);
    }
}
