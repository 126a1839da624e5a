package io.pointstream.engine.farming;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The phones, or the addresses, of an account: those used on most days stay, so strangers cannot crowd out a home. */
final class Places {

    private final int capacity;
    private final List<Place> places = new ArrayList<>();

    Places(int capacity) {
        this.capacity = capacity;
    }

    static final class Place {
        private final String id;
        private final long firstMs;
        private long lastMs;
        private int days;
        private int lastDay;
        /** Whether it was met together with something of the owner's: a phone at home, an address on the owner's phone. */
        private boolean vouched;

        private Place(String id, long firstMs) {
            this.id = id;
            this.firstMs = firstMs;
            this.lastMs = firstMs;
        }

        String id() {
            return id;
        }

        long firstMs() {
            return firstMs;
        }

        long lastMs() {
            return lastMs;
        }

        boolean vouched() {
            return vouched;
        }

        void vouch() {
            vouched = true;
        }

        boolean usedFor(int leastDays, long leastMs, long beforeMs) {
            return days >= leastDays && beforeMs - firstMs >= leastMs;
        }
    }

    Place use(String id, long atMs, int day) {
        Place place = find(id);
        if (place == null) {
            if (places.size() == capacity) {
                places.remove(leastUsed());
            }
            place = new Place(id, atMs);
            places.add(place);
        }
        place.lastMs = Math.max(place.lastMs, atMs);
        if (place.days == 0 || day > place.lastDay) {
            place.days++;
            place.lastDay = day;
        }
        return place;
    }

    @Nullable
    Place find(String id) {
        for (Place place : places) {
            if (place.id.equals(id)) {
                return place;
            }
        }
        return null;
    }

    List<Place> all() {
        return places;
    }

    /** The one used on the fewest days; of equals the one not used for longest. */
    private Place leastUsed() {
        Place least = places.getFirst();
        for (Place place : places) {
            if (place.days < least.days || (place.days == least.days && place.lastMs < least.lastMs)) {
                least = place;
            }
        }
        return least;
    }

    void write(StateWriter out) {
        out.size(places.size());
        for (Place place : places) {
            out.string(place.id);
            out.signed(place.firstMs);
            out.unsigned(place.lastMs - place.firstMs);
            out.unsigned(place.days);
            out.signed(place.lastDay);
            out.flag(place.vouched);
        }
    }

    static Places read(StateReader in, int capacity) {
        Places result = new Places(capacity);
        for (int left = in.size(); left > 0; left--) {
            Place place = new Place(in.string(), in.signed());
            place.lastMs = place.firstMs + in.unsigned();
            place.days = (int) in.unsigned();
            place.lastDay = (int) in.signed();
            place.vouched = in.flag();
            result.places.add(place);
        }
        return result;
    }
}
