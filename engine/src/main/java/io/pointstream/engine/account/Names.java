package io.pointstream.engine.account;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of rules, caps and scopes that an account's bytes refer to by their place, in the order of their first use. */
final class Names {

    private final List<String> names = new ArrayList<>();

    /** The names as they were read; null once there are others. */
    private @Nullable StateReader read;

    /** The place of a name; a new one goes behind the others. They are few: a search is shorter than a hash. */
    int place(String name) {
        int place = names.indexOf(name);
        if (place < 0) {
            place = names.size();
            names.add(name);
            read = null;
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
        int from = in.at();
        for (int left = in.count(); left > 0; left--) {
            names.names.add(in.known());
        }
        names.read = in.since(from);
        return names;
    }

    void write(StateWriter out) {
        if (read != null) {
            read.copyTo(out);
            return;
        }
        out.number(names.size());
        names.forEach(out::text);
    }
}
