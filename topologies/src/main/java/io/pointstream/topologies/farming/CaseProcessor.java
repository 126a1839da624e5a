package io.pointstream.topologies.farming;

import io.pointstream.engine.farming.AccountCase;
import io.pointstream.engine.farming.AccountNews;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.RingNotice;
import io.pointstream.topologies.farming.FarmingTopology.Filed;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gathers what is found about each account: every finding becomes a signal, and where the score asks for it, a flag. */
final class CaseProcessor implements Processor<String, AccountNews, String, Filed> {

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
    public void process(Record<String, AccountNews> record) {
        AccountCase about = Objects.requireNonNull(cases).change(record.key());
        Filed filed = switch (record.value()) {
            case Finding finding -> filed(about.gather(finding));
            case RingNotice notice -> new Filed(List.of(), flags(about.join(notice)));
        };
        Objects.requireNonNull(context).forward(record.withValue(filed));
    }

    private Filed filed(AccountCase.Gathered gathered) {
        Objects.requireNonNull(meters).signal(gathered.signal());
        return new Filed(List.of(FarmingTranslator.signal(gathered.signal())), flags(gathered.flag()));
    }

    private List<io.pointstream.schemas.farming.Flag> flags(@Nullable Flag flag) {
        if (flag == null) {
            return List.of();
        }
        Objects.requireNonNull(meters).flag(flag);
        return List.of(FarmingTranslator.flag(flag));
    }
}
