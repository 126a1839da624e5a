package io.pointstream.dashboards.desk;

import java.util.Set;

/**
 * Who does something.
 *
 * @param name of the user or the token
 * @param roles those in force now
 * @param cameFrom the network address; empty for the command line
 */
public record Actor(String name, Set<Role> roles, String cameFrom) {

    public Actor {
        roles = Set.copyOf(roles);
    }

    /** Somebody at the command line, who has the servers anyway. */
    public static Actor atCommandLine(String name) {
        return new Actor(name, Set.of(Role.ADMIN), "");
    }
}
