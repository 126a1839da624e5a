package io.pointstream.app.demo;

import io.pointstream.app.config.RunConfig;
import io.pointstream.app.run.Service;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reconciliation;
import io.pointstream.sinks.report.Reconciliation.Result;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Summary;
import io.pointstream.sinks.report.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the demo ends with: figures from the file, from Kafka and from ClickHouse, side by side, each counted on its own.
 */
final class Proof {

    /** Records of a topic in Kafka, and the table that must have as many rows. */
    private static final Map<Topic, String> TABLES = Map.of(
            Topics.POINTS_JOURNAL, "balances",
            Topics.POINTS_NOTICES, "notices",
            Topics.FARMING_SIGNALS, "signals",
            Topics.FARMING_FLAGS, "flags");

    private record Line(String name, String text, boolean holds) {}

    private final List<Line> lines = new ArrayList<>();
    private final String figures;

    private Proof(
            Feed.Position fed,
            Map<String, Long> kafka,
            Summary summary,
            Result reconciled,
            Optional<Truth.Score> score) {
        long events = Topics.activity().stream()
                .mapToLong(topic -> kafka.getOrDefault(topic.name(), 0L))
                .sum();
        long deadLetters = kafka.getOrDefault(Topics.DEAD_LETTERS.name(), 0L);
        check(
                "events",
                String.format(Locale.ROOT, "%,d of this file, %,d in Kafka", fed.events(), events),
                fed.events() <= events);
        check(
                "decisions",
                String.format(Locale.ROOT, "%,d in ClickHouse, %,d dead letters", summary.decisions(), deadLetters),
                summary.decisions() + deadLetters == events);
        for (Topic topic : List.of(Topics.POINTS_JOURNAL, Topics.POINTS_NOTICES, Topics.FARMING_SIGNALS)) {
            long records = kafka.getOrDefault(topic.name(), 0L);
            String table = TABLES.getOrDefault(topic, "");
            check(
                    topic.name(),
                    String.format(
                            Locale.ROOT, "%,d records in Kafka, %,d rows of %s", records, summary.rows(table), table),
                    records == summary.rows(table));
        }
        for (Summary.TableRows table : summary.tables()) {
            check(
                    table.table(),
                    String.format(Locale.ROOT, "%,d rows, %,d different", table.rows(), table.distinct()),
                    table.holds());
        }
        check(
                "ledger",
                String.format(Locale.ROOT, "the sum of all its accounts is %,d", summary.ledgerSum()),
                summary.ledgerSum() == 0);
        check(
                "balances",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d accounts differ from the sum of their postings",
                        summary.balancesWrong(),
                        summary.accounts()),
                summary.balancesWrong() == 0);
        check(
                "reconciliation",
                reconciled.holds()
                        ? "every row, aggregate and balance is what the topics say"
                        : "differs in " + reconciled.differences() + ": see report reconcile",
                reconciled.holds());
        check("points", String.format(Locale.ROOT, "%,d issued", summary.pointsIssued()), true);
        score.ifPresent(of -> check(
                "farming",
                String.format(
                        Locale.ROOT,
                        "%,d accounts flagged, %,d of them farm: precision %.3f, recall %.3f",
                        of.flagged(),
                        of.right(),
                        of.precision(),
                        of.recall()),
                true));
        figures = String.format(
                        Locale.ROOT,
                        "events=%d decisions=%d rows=%d dead_letters=%d ledger_sum=%d balances_wrong=%d bad_lines=%d"
                                + " points=%d",
                        events,
                        summary.decisions(),
                        summary.tables().stream()
                                .mapToLong(Summary.TableRows::rows)
                                .sum(),
                        deadLetters,
                        summary.ledgerSum(),
                        summary.balancesWrong(),
                        fed.bad(),
                        summary.pointsIssued())
                + score.map(of -> String.format(
                                Locale.ROOT,
                                " flagged=%d precision=%.3f recall=%.3f",
                                of.flagged(),
                                of.precision(),
                                of.recall()))
                        .orElse("");
    }

    /**
     * Counts everything.
     *
     * @param truth who farms, where that is known
     */
    static Proof of(Feed.Position fed, RunConfig config, Reports reports, Optional<Truth> truth)
            throws InterruptedException {
        List<Topic> topics = new ArrayList<>(Topics.activity());
        topics.addAll(TABLES.keySet());
        topics.add(Topics.DEAD_LETTERS);
        Map<String, Long> kafka = RecordCount.of(config.kafka().properties(), topics);
        Set<String> flagged = flagged(reports.flags(FlagFilter.ALL, Page.first(Page.LIMIT_MAX)));
        try (Reconciliation reconciliation = Service.reconciliation(config)) {
            Result reconciled = reconciliation.run(Days.ALL);
            return new Proof(fed, kafka, reports.summary(), reconciled, truth.map(of -> of.score(flagged)));
        }
    }

    private static Set<String> flagged(Table cases) {
        Set<String> accounts = new HashSet<>();
        for (int row = 0; row < cases.rows().size(); row++) {
            if (cases.cell(row, "accountId") instanceof String account) {
                accounts.add(account);
            }
            if (cases.cell(row, "members") instanceof List<?> members) {
                members.forEach(member -> accounts.add(String.valueOf(member)));
            }
        }
        return accounts;
    }

    private void check(String name, String text, boolean holds) {
        lines.add(new Line(name, text, holds));
    }

    boolean holds() {
        return lines.stream().allMatch(Line::holds);
    }

    /** A line per check; the last line is {@code key=value …}. */
    void print(PrintWriter out) {
        out.println();
        for (Line line : lines) {
            out.printf("%s  %-16s %s%n", line.holds() ? "ok  " : "FAIL", line.name(), line.text());
        }
        out.println((holds() ? "proved " : "NOT PROVED ") + figures);
        out.flush();
    }
}
