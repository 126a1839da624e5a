package io.pointstream.engine.account;

import java.util.ArrayList;
import java.util.List;

/** The names of rules, caps and scopes that an account's bytes refer to by their place, in the order of their first use. */
final class Names {

    private final List<String> names = new ArrayList<>();

    /** The place of a name; a new one goes behind the others. They are few: a search is shorter than a hash. */
    int place(String name) {
        int place = names.indexOf(name);
        if (place < 0) {
            place = names.size();
            names.add(name);
        }
        return place;
    }

    /** The name whose place is next. */
    String name(StateReader in) {
        int place = in.integer();
        if (place < 0 || place >= names.size()) {
            throw new IllegalArgumentException("no name at place " + place);
        }
        return names.get(place);
    }

    static Names read(StateReader in) {
        Names names = new Names();
        for (int left = in.count(); left > 0; left--) {
            names.names.add(in.known());
        }
        return names;
    }

    void write(StateWriter out) {
        out.number(names.size());
        names.forEach(out::text);
    }
}
