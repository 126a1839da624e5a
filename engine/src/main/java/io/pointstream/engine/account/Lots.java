package io.pointstream.engine.account;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Free points by expiry date, earliest first; points of one date are one lot, and no lot is empty. */
final class Lots {

    private int[] days;
    private long[] points;
    private int size;

    Lots() {
        days = new int[4];
        points = new long[4];
    }

    /** A copy. */
    Lots(Lots other) {
        days = Arrays.copyOf(other.days, Math.max(4, other.size));
        points = Arrays.copyOf(other.points, Math.max(4, other.size));
        size = other.size;
    }

    /**
     * Adds points to the lot of a day, or takes them from it.
     *
     * @param amount negative to take, at most what is there
     */
    void add(int day, long amount) {
        int index = Arrays.binarySearch(days, 0, size, day);
        if (index < 0) {
            insert(-index - 1, day, amount);
            return;
        }
        points[index] += amount;
        if (points[index] == 0) {
            remove(index);
        }
    }

    int size() {
        return size;
    }

    int day(int index) {
        return days[index];
    }

    long points(int index) {
        return points[index];
    }

    /** The points of a day's lot; 0 when there is none. */
    long of(int day) {
        int index = Arrays.binarySearch(days, 0, size, day);
        return index < 0 ? 0 : points[index];
    }

    List<Lot> list() {
        List<Lot> lots = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            lots.add(new Lot(LocalDate.ofEpochDay(days[i]), points[i]));
        }
        return lots;
    }

    private void insert(int at, int day, long amount) {
        if (size == days.length) {
            days = Arrays.copyOf(days, size * 2);
            points = Arrays.copyOf(points, size * 2);
        }
        System.arraycopy(days, at, days, at + 1, size - at);
        System.arraycopy(points, at, points, at + 1, size - at);
        days[at] = day;
        points[at] = amount;
        size++;
    }

    private void remove(int at) {
        System.arraycopy(days, at + 1, days, at, size - at - 1);
        System.arraycopy(points, at + 1, points, at, size - at - 1);
        size--;
    }
}
