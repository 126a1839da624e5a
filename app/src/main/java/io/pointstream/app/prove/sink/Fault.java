package io.pointstream.app.prove.sink;

import io.pointstream.app.prove.sink.FaultProxy.Wire;
import io.pointstream.sinks.Probe.Step;
import org.jspecify.annotations.Nullable;

/** What is done to the sink, to its server and to the way between them. */
enum Fault {
    /** The connection breaks in the middle of an insert. */
    CUT_REQUEST(Wire.CUT_REQUEST),
    /** The server is told in the middle of an insert that this was all. */
    HALF_CLOSED_REQUEST(Wire.HALF_CLOSE_REQUEST),
    /** The insert is stored, and the connection breaks before the answer. */
    LOST_ACKNOWLEDGEMENT(Wire.CUT_ANSWER),
    /** The insert is stored, and the answer ends in its middle. */
    HALF_ACKNOWLEDGEMENT(Wire.HALF_CLOSE_ANSWER),
    /** The insert is stored, and the sink waits for the answer until it gives up. */
    SILENCE(Wire.SWALLOW_ANSWER),
    /** The answer comes late, now and then too late. */
    DELAY(Wire.DELAY_ANSWER),

    KILL_BEFORE_PLAN(Step.BEFORE_PLAN),
    KILL_AFTER_PLAN(Step.AFTER_PLAN),
    KILL_DURING_INSERT(Wire.HOLD_REQUEST),
    KILL_BETWEEN_TABLES(Step.BETWEEN_TABLES),
    /** The insert is stored, and the sink dies before it hears of it. */
    KILL_BEFORE_ACKNOWLEDGEMENT(Wire.HOLD_ANSWER),
    KILL_AFTER_INSERT(Step.AFTER_INSERT),
    KILL_AFTER_COMMIT(Step.AFTER_COMMIT),

    /** ClickHouse is killed while it reads an insert, and started again. */
    KILL_CLICKHOUSE_DURING_INSERT(Wire.HOLD_REQUEST),
    /** ClickHouse is killed when it has stored an insert and its answer is on the way, and started again. */
    KILL_CLICKHOUSE_AFTER_INSERT(Wire.HOLD_ANSWER),

    /** A sink loses its partitions in the middle of an insert, which goes on; another does the plan again. */
    THROWN_OUT(Wire.HOLD_ANSWER),
    /** Another sink joins in the middle of an insert, and leaves again. */
    JOIN_AND_LEAVE(Wire.DELAY_ANSWER);

    private final @Nullable Wire wire;
    private final @Nullable Step step;

    Fault(Wire wire) {
        this.wire = wire;
        this.step = null;
    }

    Fault(Step step) {
        this.wire = null;
        this.step = step;
    }

    /** What happens on the wire; null where nothing does. */
    @Nullable
    Wire wire() {
        return wire;
    }

    /** The step at which a sink is killed; null if it is not killed at a step. */
    @Nullable
    Step step() {
        return step;
    }

    boolean killsSink() {
        return step != null || this == KILL_DURING_INSERT || this == KILL_BEFORE_ACKNOWLEDGEMENT;
    }

    boolean killsClickHouse() {
        return this == KILL_CLICKHOUSE_DURING_INSERT || this == KILL_CLICKHOUSE_AFTER_INSERT;
    }

    boolean rebalances() {
        return this == THROWN_OUT || this == JOIN_AND_LEAVE;
    }
}
