package io.pointstream.engine.decision;

import io.pointstream.engine.calendar.Window;

/**
 * One cap that was asked, in the order asked. It was reached when {@code usedBefore + granted = limit}.
 *
 * @param cap {@code <rule id, category or PROGRAM>/<window>}
 * @param limit points
 * @param usedBefore points granted in the window before this event
 * @param cut points that this cap took from what the earlier caps had left
 */
public record CapStep(String cap, Window window, long limit, long usedBefore, long cut) {}
