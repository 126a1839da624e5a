package io.pointstream.dashboards;

import io.javalin.config.RoutesConfig;
import io.pointstream.dashboards.page.Renderer;

/** A part of what is served on the one port, for the processes that have what it needs. */
@FunctionalInterface
public interface Endpoints {

    /** Adds its routes; an error thrown by one is answered as those of the console are. */
    void add(RoutesConfig routes);

    /** Adds the pages that show the same to people, where there is a console. */
    default void addPages(RoutesConfig routes, Renderer renderer) {}
}
