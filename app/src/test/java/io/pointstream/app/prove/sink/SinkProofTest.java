package io.pointstream.app.prove.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.Cli;
import org.junit.jupiter.api.Test;

/** Real processes, a real broker, a real ClickHouse. */
class SinkProofTest {

    /** One of each kind, and some more. */
    private static final int FAULTS = Fault.values().length + 3;

    @Test
    void whateverBreaksEveryRecordIsInEveryTableAndEveryViewOnce() {
        Cli.Result proof = Cli.run("prove", "sink", "--faults", Integer.toString(FAULTS), "--seed", "20260501");

        assertThat(proof.err()).isEmpty();
        assertThat(proof.out().lines().toList().getFirst()).isEqualTo("seed=20260501");
        assertThat(proof.out().lines().toList().getLast())
                .matches("seed=20260501 faults=" + FAULTS
                        + " sink_kills=[7-9] clickhouse_kills=[2-4] clickhouse_aborts=\\d+ rebalances=[2-4]"
                        + " records=\\d+ rows=\\d+ views=([6-9]|\\d\\d) seconds=\\d+ violations=0");
        assertThat(proof.status()).isZero();
    }
}
