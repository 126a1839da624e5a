package io.pointstream.engine.farming;

/**
 * How much more of something that needs the eyes was done than time passed. Each event says how long it lasted; what does not fit
 * between it and its neighbour is owed, later time to spare pays it back, and what the debt grew by is the excess: the most by
 * which any stretch of events claims more than passed, stretch by stretch.
 *
 * <p>An event's time may be that of its beginning or of its end; both readings are followed, and the kinder one counts. So an honest
 * account whose client stamps either has no excess, and one that does k things at once has (k − 1) / k of the time.
 *
 * <p>Events of the same instant are a batch: they have the time since the event before them. An event that comes in behind a later one
 * is left out: what is late proves no overlap.
 */
final class Overlap {

    private static final long LONG_AGO_MS = Long.MAX_VALUE / 2;

    private long newestMs = Long.MIN_VALUE;
    private long owedByEnds;
    private long owedByStarts;
    private long lastLengthMs;
    /** What the events of the newest instant have left of the time before it. */
    private long spareMs;

    /** Milliseconds of an event that do not fit, by either reading. */
    record Excess(long byEnds, long byStarts) {
        static final Excess NONE = new Excess(0, 0);
    }

    /** Takes in an event that lasted so long. */
    Excess add(long atMs, long lengthMs) {
        if (atMs < newestMs) {
            return Excess.NONE;
        }
        long passed = newestMs == Long.MIN_VALUE ? LONG_AGO_MS : atMs - newestMs;
        long endsBefore = owedByEnds;
        long startsBefore = owedByStarts;
        long toSpend = passed == 0 ? spareMs : passed;
        owedByEnds = Math.max(0, endsBefore + lengthMs - toSpend);
        spareMs = Math.max(0, toSpend - endsBefore - lengthMs);
        owedByStarts = Math.max(0, startsBefore + lastLengthMs - passed);
        newestMs = atMs;
        lastLengthMs = lengthMs;
        return new Excess(Math.max(0, owedByEnds - endsBefore), Math.max(0, owedByStarts - startsBefore));
    }

    void write(StateWriter out) {
        out.signed(newestMs);
        out.unsigned(owedByEnds);
        out.unsigned(owedByStarts);
        out.unsigned(lastLengthMs);
        out.unsigned(spareMs);
    }

    static Overlap read(StateReader in) {
        Overlap result = new Overlap();
        result.newestMs = in.signed();
        result.owedByEnds = in.unsigned();
        result.owedByStarts = in.unsigned();
        result.lastLengthMs = in.unsigned();
        result.spareMs = in.unsigned();
        return result;
    }
}
