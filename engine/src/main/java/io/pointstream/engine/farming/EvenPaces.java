package io.pointstream.engine.farming;

import java.util.Map;
import java.util.TreeMap;

/**
 * On which of the last {@value #DAYS} days an account kept an even pace for hours, and how unlikely that is for a person: of whose
 * pauses some are much longer than the others, independently of each other. Each pause counts on one day.
 */
final class EvenPaces {

    static final int DAYS = 10;

    /** A stretch may begin at any of the acts of a day, some sixty for one who is at it all day. */
    private static final double BEGINNINGS_BITS = 6;

    /** The stretch that goes on: where it began, and its pauses of the newest day; 0 when there is none. */
    private long fromMs;

    private int pauses;
    private int day;
    /** The pauses of the longest stretch of each day that lasted for hours. */
    private final TreeMap<Integer, Integer> days = new TreeMap<>();

    /**
     * What the days come to.
     *
     * @param firstDay the first that counts, in days since the epoch
     * @param days that count
     * @param pauses of them
     * @param bits how much less likely that is for a person
     */
    record Surprise(int firstDay, int days, int pauses, double bits) {}

    /** The newest act followed at an even pace upon those before; a stretch shorter than {@code leastMs} may be one sitting. */
    void goesOn(Pulse.Pace pace, int today, long leastMs) {
        if (pauses == 0) {
            fromMs = pace.from();
            pauses = pace.pauses();
        } else {
            pauses = today == day ? pauses + 1 : 1;
        }
        day = today;
        days.headMap(today - DAYS, true).clear();
        if (pace.to() - fromMs >= leastMs) {
            days.merge(today, pauses, Math::max);
        }
    }

    /** The newest act came after a long pause, or the pace is none yet. */
    void broken() {
        pauses = 0;
    }

    Surprise surprise(FarmingConfig.Clockwork.Rhythm config) {
        double perPause = -StrictMath.log(1 - config.longPauses()) / StrictMath.log(2);
        int first = 0;
        int counted = 0;
        int all = 0;
        double bits = 0;
        for (Map.Entry<Integer, Integer> even : days.entrySet()) {
            double ofDay = perPause * even.getValue() - BEGINNINGS_BITS;
            if (ofDay > 0) {
                first = counted == 0 ? even.getKey() : first;
                counted++;
                all += even.getValue();
                bits += Math.min(config.dayBits(), ofDay);
            }
        }
        return new Surprise(first, counted, all, bits);
    }

    void write(StateWriter out) {
        out.signed(fromMs);
        out.unsigned(pauses);
        out.signed(day);
        out.size(days.size());
        days.forEach((number, ofDay) -> {
            out.signed(number);
            out.unsigned(ofDay);
        });
    }

    static EvenPaces read(StateReader in) {
        EvenPaces result = new EvenPaces();
        result.fromMs = in.signed();
        result.pauses = (int) in.unsigned();
        result.day = (int) in.signed();
        for (int left = in.size(); left > 0; left--) {
            result.days.put((int) in.signed(), (int) in.unsigned());
        }
        return result;
    }
}
