package io.pointstream.embedded;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that starts the servers, prints their addresses and process ids, and waits to be killed. */
final class StackParent {
    private StackParent() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedStack stack = EmbeddedStack.start(Path.of(args[0]));
        System.out.printf(
                "%s %s %s %d %d %d%n",
                stack.bootstrapServers(),
                stack.registry().url(),
                stack.clickHouse().url(),
                stack.kafka().process().pid(),
                stack.registry().process().pid(),
                stack.clickHouse().process().pid());
        System.out.flush();
        TimeUnit.MINUTES.sleep(5);
    }
}
