package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.world.Dice;
import java.util.List;

/**
 * Accounts that belong together.
 *
 * @param members their ids, in the order in which they join
 * @param dice for what is decided for all of them
 * @param device the group's, if it shares one
 * @param address the group's, if it shares one
 */
public record Group(List<String> members, Dice dice, String device, String address) {
    public int size() {
        return members.size();
    }
}
