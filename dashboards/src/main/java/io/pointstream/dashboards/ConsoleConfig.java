package io.pointstream.dashboards;

import io.pointstream.dashboards.access.OpenIdConfig;
import io.pointstream.dashboards.desk.Role;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the console listens and how it behaves.
 *
 * @param host the address to bind; the loopback address unless the operator says otherwise
 * @param port the port to bind; 0 takes a free one
 * @param zone the program zone, in which days are counted and times are shown (DOMAIN 1)
 * @param stopTimeout how long a stop waits for requests under way
 * @param anonymous the roles of somebody who has not signed in; none unless the operator says otherwise
 * @param openId an identity provider; null for none
 */
public record ConsoleConfig(
        String host,
        int port,
        ZoneId zone,
        Duration stopTimeout,
        Set<Role> anonymous,
        @Nullable OpenIdConfig openId) {

    /** What needs no name: everything else is an act of somebody. */
    public static final Set<Role> ANYBODYS = Set.of(Role.VIEWER, Role.UPSTREAM);

    /** The program's defaults: this machine only, days of Asia/Shanghai, nothing for who has not signed in. */
    public static ConsoleConfig on(int port) {
        return new ConsoleConfig("127.0.0.1", port, ZoneId.of("Asia/Shanghai"), Duration.ofSeconds(5), Set.of(), null);
    }

    /** The same with roles for somebody who has not signed in. */
    public ConsoleConfig withAnonymous(Set<Role> roles) {
        return new ConsoleConfig(host, port, zone, stopTimeout, roles, openId);
    }

    /** The same with an identity provider, or with none. */
    public ConsoleConfig withOpenId(@Nullable OpenIdConfig provider) {
        return new ConsoleConfig(host, port, zone, stopTimeout, anonymous, provider);
    }

    public ConsoleConfig {
        anonymous = Set.copyOf(anonymous);
        if (!ANYBODYS.containsAll(anonymous)) {
            throw new IllegalArgumentException(
                    "Somebody who has not signed in can be a viewer or an upstream, got " + anonymous);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, got " + port);
        }
    }
}
