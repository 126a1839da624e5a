package io.pointstream.engine.farming;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** News of one account for something that it may share with others, such as a device. */
public sealed interface Link {

    /** The detector that shares the target; with {@link #target()} the key of the link. */
    ReasonCode code();

    /** The id of what is shared. */
    String target();

    String accountId();

    Instant at();

    /** {@code <code>/<target>}: all links of one key meet. */
    default String key() {
        return code() + "/" + target();
    }

    /**
     * The account used the target.
     *
     * @param eventId the event by which it did
     * @param numbers what the detector's account half tells its other half
     */
    record Use(ReasonCode code, String target, String accountId, Instant at, String eventId, List<Long> numbers)
            implements Link {

        /** The same with other numbers. */
        Use with(List<Long> others) {
            return new Use(code, target, accountId, at, eventId, others);
        }

        /** The same; a device at this place among the numbers, told as a hash, is none when it is allowed. */
        Use withoutAllowedDevice(int place, Lists lists) {
            if (place >= numbers.size() || !lists.allowsDevice(numbers.get(place), at)) {
                return this;
            }
            List<Long> others = new ArrayList<>(numbers);
            others.set(place, 0L);
            return with(others);
        }
    }

    /** A detector found something about an account that uses the target: a ring gathers it. */
    record Found(ReasonCode code, String target, String accountId, Instant at, ReasonCode found, double strength)
            implements Link {}

    byte VERSION = 1;

    default byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        out.unsigned(this instanceof Use ? 0 : 1);
        out.reasonCode(code());
        out.string(target());
        out.string(accountId());
        out.instant(at());
        switch (this) {
            case Use use -> {
                out.string(use.eventId());
                out.size(use.numbers().size());
                use.numbers().forEach(out::signed);
            }
            case Found found -> {
                out.reasonCode(found.found());
                out.real(found.strength());
            }
        }
        return out.bytes();
    }

    /**
     * Reads a link.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    static Link decode(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.version("link", VERSION);
        int shape = (int) in.unsigned();
        ReasonCode code = in.reasonCode();
        String target = in.string();
        String accountId = in.string();
        Instant at = in.instant();
        Link link = shape == 0
                ? new Use(code, target, accountId, at, in.string(), in.signedNumbers())
                : new Found(code, target, accountId, at, in.reasonCode(), in.real());
        in.end();
        return link;
    }
}
