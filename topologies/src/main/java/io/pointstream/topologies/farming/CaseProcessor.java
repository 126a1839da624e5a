package io.pointstream.topologies.farming;

import io.pointstream.engine.farming.AccountCase;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.Finding;
import io.pointstream.topologies.farming.FarmingTopology.Filed;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gathers what is found about each account: every finding becomes a signal, and where the score asks for it, a flag. */
final class CaseProcessor implements Processor<String, Finding, String, Filed> {

    private final FarmingConfig config;
    private final long cacheBytes;
    private @Nullable ProcessorContext<String, Filed> context;
    private @Nullable LiveState<AccountCase> cases;
    private @Nullable FarmingMeters meters;

    CaseProcessor(FarmingConfig config, long cacheBytes) {
        this.config = config;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void init(ProcessorContext<String, Filed> processorContext) {
        context = processorContext;
        meters = new FarmingMeters(processorContext.appConfigs());
        cases = new LiveState<>(
                processorContext,
                FarmingTopology.CASES,
                (accountId, stored) -> stored == null
                        ? new AccountCase(config, accountId)
                        : AccountCase.decode(config, accountId, stored),
                AccountCase::encode,
                cacheBytes);
    }

    @Override
    public void process(Record<String, Finding> record) {
        AccountCase.Gathered gathered =
                Objects.requireNonNull(cases).change(record.key()).gather(record.value());
        FarmingMeters counters = Objects.requireNonNull(meters);
        counters.signal(gathered.signal());
        if (gathered.flag() != null) {
            counters.flag(gathered.flag());
        }
        Objects.requireNonNull(context)
                .forward(record.withValue(new Filed(
                        FarmingTranslator.signal(gathered.signal()),
                        gathered.flag() == null ? List.of() : List.of(FarmingTranslator.flag(gathered.flag())))));
    }
}
