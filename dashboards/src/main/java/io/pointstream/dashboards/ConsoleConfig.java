package io.pointstream.dashboards;

import java.time.Duration;
import java.time.ZoneId;

/**
 * Where the console listens and how it behaves.
 *
 * @param host the address to bind; the loopback address unless the operator says otherwise
 * @param port the port to bind; 0 takes a free one
 * @param zone the program zone, in which days are counted and times are shown (DOMAIN 1)
 * @param stopTimeout how long a stop waits for requests under way
 */
public record ConsoleConfig(String host, int port, ZoneId zone, Duration stopTimeout) {

    /** The program's defaults: this machine only, days of Asia/Shanghai. */
    public static ConsoleConfig on(int port) {
        return new ConsoleConfig("127.0.0.1", port, ZoneId.of("Asia/Shanghai"), Duration.ofSeconds(5));
    }

    public ConsoleConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, got " + port);
        }
    }
}
