package io.pointstream.dashboards.rules;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.Endpoints;
import io.pointstream.dashboards.account.LiveAccounts;
import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.http.Peers;
import io.pointstream.dashboards.http.Problem;
import io.pointstream.dashboards.rules.BookKeeper.Basis;
import io.pointstream.dashboards.rules.BookKeeper.Trial;
import io.pointstream.dashboards.rules.Shelf.Book;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.JournalEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries events on accounts that other processes have, and answers them for those that this one has: under {@code POST
 * /internal/trials}, an {@link Activity} in Avro's single-object encoding. The process that has the account decides by the published
 * rule books that it runs with.
 */
public final class Trials {

    /** What this process would make of an event. */
    @FunctionalInterface
    public interface Here {

        /**
         * Decides on an event, without writing anything.
         *
         * @return empty while this process has no accounts
         * @throws IllegalArgumentException or ArithmeticException for an event that the program cannot take, with the reason
         */
        Optional<Trial> rehearse(Activity activity);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Trials.class);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Here here;
    private final LiveAccounts accounts;
    private final Peers peers;

    /**
     * Asks nobody yet.
     *
     * @param accounts know which process has an account
     */
    public Trials(Here here, LiveAccounts accounts, Peers peers) {
        this.here = here;
        this.accounts = accounts;
        this.peers = peers;
    }

    /** A trial as processes tell it to each other; the entry in Avro's single-object encoding. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record TrialJson(Basis basis, byte[] entry) {}

    /** For the other processes of this service. */
    public Endpoints forPeers() {
        return this::addForPeers;
    }

    private void addForPeers(RoutesConfig routes) {
        if (peers.known()) {
            routes.post("/internal/trials", this::answer);
        }
    }

    private void answer(Context ctx) throws IOException, InterruptedException {
        int hops = peers.admit(ctx);
        try {
            Activity activity = Activity.getDecoder().decode(ctx.bodyAsBytes());
            Optional<Trial> own = here.rehearse(activity).filter(trial -> trial.basis() != Basis.ELSEWHERE);
            Optional<Trial> trial = own.isPresent() ? own : elsewhere(activity, hops);
            if (trial.isEmpty()) {
                Problem.write(ctx, HttpStatus.SERVICE_UNAVAILABLE, "Nobody can say now where the account is");
                return;
            }
            ctx.json(new TrialJson(
                    trial.get().basis(), trial.get().entry().toByteBuffer().array()));
        } catch (AvroRuntimeException e) {
            // Of another release; whoever asks does without.
            Problem.write(ctx, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            Problem.write(ctx, HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage()));
        }
    }

    /** An event tried on its account, wherever that is; on a new one where nobody who has it can be asked. */
    Trial rehearse(BookKeeper keeper, Shelf shelf, Activity activity) throws InterruptedException {
        Trial own = keeper.rehearse(shelf.right().stream().map(Book::version).toList(), activity);
        return switch (own.basis()) {
            case ELSEWHERE, NOT_HERE -> elsewhere(activity, 0).orElse(own);
            case LIVE, NEW, UNAVAILABLE -> own;
        };
    }

    /**
     * The same by the process that has the account; empty if it is this one, or cannot be asked.
     *
     * @param hops processes that were asked before this one
     */
    Optional<Trial> elsewhere(Activity activity, int hops) throws InterruptedException {
        if (!(accounts.find(activity.getAccountId()) instanceof Answer.Elsewhere(URI process))
                || !peers.known()
                || !peers.mayGoOn(hops)) {
            return Optional.empty();
        }
        try {
            HttpResponse<byte[]> response = peers.ask(
                    process, "/internal/trials", hops, activity.toByteBuffer().array());
            if (response.statusCode() == HttpStatus.UNPROCESSABLE_CONTENT.getCode()) {
                throw new IllegalArgumentException(
                        JSON.readTree(response.body()).path("detail").asText());
            }
            if (response.statusCode() == HttpStatus.OK.getCode()) {
                TrialJson trial = JSON.readValue(response.body(), TrialJson.class);
                return Optional.of(new Trial(JournalEntry.getDecoder().decode(trial.entry), trial.basis));
            }
            LOG.warn("trials peer={} status={}", process, response.statusCode());
        } catch (IOException | AvroRuntimeException e) {
            LOG.warn("trials peer={} error=\"{}\"", process, e.toString());
        }
        return Optional.empty();
    }
}
