package io.pointstream.engine.farming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The devices or the addresses of one account: on which days it was there, and how much of what it does it does there. */
final class Haunts {

    /** Acts count half after this many days. */
    private static final double HALF_LIFE_DAYS = 10;

    private final List<Haunt> places = new ArrayList<>();
    private double acts;

    /** One of them. */
    static final class Haunt {
        private final String id;
        private long days;
        private double acts;
        /** How many days ago it was told of; so much that it does not matter when never. */
        private int toldAgo = BitDays.SPAN;

        Haunt(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        /** On how many of the newest days it was used. */
        int days(int newest) {
            return BitDays.count(days, newest);
        }

        int toldAgo() {
            return toldAgo;
        }

        void tell() {
            toldAgo = 0;
        }
    }

    /** Lets days pass; places not used for so long are forgotten. */
    void pass(int by, int daysKept) {
        double left = StrictMath.pow(0.5, by / HALF_LIFE_DAYS);
        acts *= left;
        for (Haunt place : places) {
            place.days = BitDays.shift(place.days, by);
            place.acts *= left;
            place.toldAgo = Math.min(BitDays.SPAN, place.toldAgo + by);
        }
        places.removeIf(place -> place.days(daysKept) == 0);
    }

    /** An act at a place, so many days ago; a new place takes the place of the one not used for longest. */
    Haunt use(String id, int age, int placesMax) {
        Haunt place = find(id, placesMax);
        place.days = BitDays.with(place.days, age);
        place.acts++;
        acts++;
        return place;
    }

    private Haunt find(String id, int placesMax) {
        for (Haunt place : places) {
            if (place.id.equals(id)) {
                return place;
            }
        }
        if (places.size() == placesMax) {
            places.remove(places.stream()
                    .max(Comparator.comparingInt(place -> Long.numberOfTrailingZeros(place.days)))
                    .orElseThrow());
        }
        Haunt place = new Haunt(id);
        places.add(place);
        return place;
    }

    /** The part of the acts that were done there. */
    double share(Haunt place) {
        return place.acts / acts;
    }

    /** The same, as if there had been one more act elsewhere: among hundreds of accounts, some have done little else yet. */
    double surelyShare(Haunt place) {
        return place.acts / (acts + 1);
    }

    /** Those at which most is done, most first. */
    List<Haunt> most(int limit) {
        return places.stream()
                .sorted(Comparator.comparingDouble((Haunt place) -> -place.acts).thenComparing(Haunt::id))
                .limit(limit)
                .toList();
    }

    void write(StateWriter out) {
        out.real(acts);
        out.size(places.size());
        for (Haunt place : places) {
            out.string(place.id);
            out.unsigned(place.days);
            out.real(place.acts);
            out.unsigned(place.toldAgo);
        }
    }

    static Haunts read(StateReader in) {
        Haunts result = new Haunts();
        result.acts = in.real();
        for (int left = in.size(); left > 0; left--) {
            Haunt place = new Haunt(in.string());
            place.days = in.unsigned();
            place.acts = in.real();
            place.toldAgo = (int) in.unsigned();
            result.places.add(place);
        }
        return result;
    }
}
