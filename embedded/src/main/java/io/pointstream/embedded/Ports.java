package io.pointstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that must be told theirs before they open it. */
final class Ports {
    /** Below the ranges from which operating systems serve outgoing connections, so that only a server can be in the way. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS_MAX = 1_000;

    private Ports() {}

    /**
     * A port of the loopback interface that nobody listens on now and that is not the given one; a chance to lose it
     * remains until it is opened.
     */
    static int freeExcept(int other) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (port == other) {
                continue;
            }
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // Taken; the next one.
            }
        }
        throw new EmbeddedException("no free port between %d and %d".formatted(LOWEST, HIGHEST));
    }
}
