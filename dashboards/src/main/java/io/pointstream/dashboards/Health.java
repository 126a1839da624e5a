package io.pointstream.dashboards;

import java.util.List;

/** What the process knows about its own roles; asked at every {@code /health/ready}, so it must answer at once. */
@FunctionalInterface
public interface Health {

    /** One check for each role that runs in this process, in a fixed order. */
    List<Check> checks();

    /**
     * One thing that must hold before traffic may be sent here.
     *
     * @param name a short stable name such as {@code points}
     * @param ready whether it holds
     * @param reason the state in words, such as {@code RUNNING} or {@code waiting for the broker at …}
     */
    record Check(String name, boolean ready, String reason) {}
}
