package io.pointstream.benchmarks.console;

import io.pointstream.app.run.Service;
import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEnd;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.RiskCase;
import io.pointstream.schemas.farming.RiskLevel;
import io.pointstream.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How soon after a decision its points are seen to have moved: cases are decided over HTTP one after the other, each when
 * the last one's posting was in ClickHouse, so that no other record hurries the sink. Detection's part is written here.
 *
 * @param answered from the moment at which a decision is sent until it is answered
 * @param state until the account, asked live, has nothing held
 * @param report until the posting is the newest of the account's timeline
 */
record DecisionDelays(Delays answered, Delays state, Delays report) {

    static final long GOAL_MS = 2_000;

    /** One of each kind. */
    private static final int WARM_UP = 2;

    /** Events of an account within which it must be known to be suspected. */
    private static final int EVENTS_MAX = 50;

    private record Suspect(String account, Instant since) {

        String caseId() {
            return "account-" + account;
        }

        AccountRisk risk() {
            return new AccountRisk(
                    account, 1L, 0L, since, RiskLevel.HOLD, List.of(new RiskCase(caseId(), RiskLevel.HOLD, since)));
        }

        Flag open() {
            return flag(FlagStatus.OPEN).build();
        }

        Flag closed(Verdict verdict) {
            return flag(FlagStatus.CLOSED)
                    .setEnd(new FlagEnd(verdict.end, since, null, "decided"))
                    .build();
        }

        private Flag.Builder flag(FlagStatus status) {
            return Flag.newBuilder()
                    .setCaseId(caseId())
                    .setAccountId(account)
                    .setRaisedAt(since)
                    .setUpdatedAt(since)
                    .setScore(90)
                    .setLevel(FlagLevel.HOLD)
                    .setStatus(status)
                    .setReasons(List.of());
        }
    }

    private enum Verdict {
        CONFIRM("CLAWBACK", FlagEndCause.CONFIRMED),
        CLEAR("RELEASE", FlagEndCause.CLEARED);

        private final String posting;
        private final FlagEndCause end;

        Verdict(String posting, FlagEndCause end) {
            this.posting = posting;
            this.end = end;
        }

        /** In turns. */
        static Verdict of(int index) {
            return values()[index % values().length];
        }
    }

    /** Measures so many decisions, with the roles that they need in one process, and what else the servers have. */
    static DecisionDelays measure(BenchServers servers, int decisions) throws IOException, InterruptedException {
        try (Service service = servers.service("points,sink,console");
                KafkaProducer<String, SpecificRecord> detection = new KafkaProducer<>(
                        servers.clients(),
                        new StringSerializer(),
                        AvroSerdes.<SpecificRecord>create(servers.clients()).serializer())) {
            Caller caller = Caller.program(service);
            List<Suspect> suspects = suspects(caller, detection, WARM_UP + decisions);
            long[] answeredNs = new long[decisions];
            long[] stateNs = new long[decisions];
            long[] reportNs = new long[decisions];
            for (int i = 0; i < suspects.size(); i++) {
                Suspect suspect = suspects.get(i);
                Verdict verdict = Verdict.of(i);
                String account = "/v1/accounts/" + suspect.account;
                long startNs = System.nanoTime();
                caller.post(
                        "/v1/flags/" + suspect.caseId() + "/decisions",
                        "application/json",
                        "{\"decision\": \"" + verdict + "\", \"note\": \"seen\"}");
                long answered = System.nanoTime() - startNs;
                // In this order: what ClickHouse has was committed, and what is committed is in the state.
                caller.await(account, now -> now.path("held").asLong(-1) == 0);
                long state = System.nanoTime() - startNs;
                caller.await(
                        account + "/timeline?entry=POSTING&order=newest_first&limit=1",
                        newest -> newest.at("/rows/0/type").asText().equals(verdict.posting));
                long report = System.nanoTime() - startNs;
                if (i >= WARM_UP) {
                    answeredNs[i - WARM_UP] = answered;
                    stateNs[i - WARM_UP] = state;
                    reportNs[i - WARM_UP] = report;
                }
            }
            close(caller, detection, suspects);
            return new DecisionDelays(new Delays(answeredNs), new Delays(stateNs), new Delays(reportNs));
        }
    }

    /** Accounts with held points, each with a case that a reviewer can find. */
    private static List<Suspect> suspects(Caller caller, KafkaProducer<String, SpecificRecord> detection, int count)
            throws IOException, InterruptedException {
        String run = "decided-" + UUID.randomUUID() + "-";
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<Suspect> suspects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Suspect suspect = new Suspect(run + i, now);
            suspects.add(suspect);
            // What does not arrive is waited for in vain below.
            var _ = detection.send(new ProducerRecord<>(Topics.FARMING_RISK.name(), suspect.account, suspect.risk()));
            var _ = detection.send(new ProducerRecord<>(Topics.FARMING_FLAGS.name(), suspect.caseId(), suspect.open()));
        }
        detection.flush();
        earnUntilHeld(caller, suspects);
        for (Suspect suspect : suspects) {
            caller.await(cases(suspect), cases -> cases.path("rowsInAll").asInt() == 1);
        }
        return suspects;
    }

    private static String cases(Suspect suspect) {
        return "/v1/flags?account=" + suspect.account;
    }

    /** Between topics there is no order: accounts earn until they are known to be suspected. */
    private static void earnUntilHeld(Caller caller, List<Suspect> suspects) throws IOException, InterruptedException {
        List<Suspect> earning = suspects;
        for (int events = 1; !earning.isEmpty(); events++) {
            if (events > EVENTS_MAX) {
                throw new IllegalStateException("nothing is held of " + earning);
            }
            StringBuilder lines = new StringBuilder();
            for (Suspect suspect : earning) {
                lines.append(payment(suspect.account, events)).append('\n');
            }
            caller.post("/v1/events", "application/x-ndjson", lines.toString());
            List<Suspect> left = new ArrayList<>();
            long steps = events;
            for (Suspect suspect : earning) {
                // Nothing may be on its way any more when it is decided: a later award would be the newest posting.
                boolean held = caller.await(
                                        "/v1/accounts/" + suspect.account,
                                        now -> now.path("step").asLong() >= steps)
                                .path("held")
                                .asLong()
                        > 0;
                if (!held) {
                    left.add(suspect);
                }
            }
            earning = left;
        }
    }

    private static String payment(String account, int event) {
        return """
                {"type":"payment.settled","eventId":"%1$s-e%2$d","accountId":"%1$s","occurredAt":"%3$s",\
                "paymentId":"%1$s-p%2$d","channel":"JD","merchantId":"m1","amountFen":5000}""".formatted(account, event, Instant.now());
    }

    /** As detection does: whoever measures on the same data again finds as many open cases as there were. */
    private static void close(Caller caller, KafkaProducer<String, SpecificRecord> detection, List<Suspect> suspects)
            throws IOException, InterruptedException {
        for (int i = 0; i < suspects.size(); i++) {
            Suspect suspect = suspects.get(i);
            var _ = detection.send(
                    new ProducerRecord<>(Topics.FARMING_FLAGS.name(), suspect.caseId(), suspect.closed(Verdict.of(i))));
        }
        detection.flush();
        for (Suspect suspect : suspects) {
            caller.await(
                    cases(suspect) + "&status=OPEN",
                    open -> open.path("rowsInAll").asInt(-1) == 0);
        }
    }

    void print(PrintStream out) {
        out.printf("decision     %-16s %s%n", "answered", answered);
        out.printf("decision     %-16s %s%n", "in the state", state);
        out.printf("decision     %-16s %s%n", "in the reports", report);
    }
}
