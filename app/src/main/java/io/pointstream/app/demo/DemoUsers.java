package io.pointstream.app.demo;

import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Somebody of each role, so that every side of the console can be tried. */
final class DemoUsers {

    private static final Actor DEMO = Actor.atCommandLine("demo");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private DemoUsers() {}

    /** Adds those who are missing; gives a line with the password of each that was added. */
    static List<String> add(Desk desk) throws InterruptedException {
        if (!desk.awaitOpen(PATIENCE)) {
            return List.of();
        }
        return Role.people().stream()
                .map(Role::code)
                .filter(name -> desk.state().user(name).isEmpty())
                .map(name -> added(desk, name))
                .toList();
    }

    private static String added(Desk desk, String name) {
        String password = Secrets.password();
        desk.addUser(DEMO, name, Set.of(Role.valueOf(name.toUpperCase(Locale.ROOT))), password);
        return "sign in as %-10s %s".formatted(name, password);
    }
}
