package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.world.World;
import java.util.ArrayList;
import java.util.List;

/** Phones that an operator has bought. */
final class Devices {
    private Devices() {}

    static List<String> of(Group group, World world, int count) {
        List<String> phones = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            phones.add(world.device(group.dice()));
        }
        return List.copyOf(phones);
    }
}
