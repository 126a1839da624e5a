package io.pointstream.engine.account;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Free points by expiry date, earliest first; points of one date are one lot. */
final class Lots {

    private int[] days = new int[4];
    private long[] points = new long[4];
    private int size;

    void add(int day, long amount) {
        int index = Arrays.binarySearch(days, 0, size, day);
        if (index >= 0) {
            points[index] += amount;
            return;
        }
        int at = -index - 1;
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

    int size() {
        return size;
    }

    int day(int index) {
        return days[index];
    }

    long points(int index) {
        return points[index];
    }

    List<Lot> list() {
        List<Lot> lots = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            lots.add(new Lot(LocalDate.ofEpochDay(days[i]), points[i]));
        }
        return lots;
    }
}
