package io.pointstream.engine;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.event.Redemption.Kind;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payments, refunds, redemptions and reviews of one account under test. */
record Spending(Program program) {

    Spending() {
        this(new Program());
    }

    /** Earns even points by payments of the shipped book's JD rule: at most 10,000 in a month. */
    Spending earn(String time, long points) {
        for (long left = points; left > 0; left -= 1_000) {
            program.pay(time, Channel.JD, Math.min(left, 1_000) * 50);
        }
        return this;
    }

    Step pay(String time, String paymentId, Channel channel, long fen) {
        return program.take(new Payment.Settled(program.at(time), paymentId, channel, "m1", fen));
    }

    Step refund(String time, String refundId, String paymentId, long fen) {
        return program.take(new Payment.Refunded(program.at(time), refundId, paymentId, fen));
    }

    Step virtual(String time, String id, long points) {
        return request(time, id, Kind.VIRTUAL, points, "m1", null, null, null, null, null);
    }

    Step physical(String time, String id, long points, @Nullable Boolean mainland, @Nullable Long customs) {
        return request(time, id, Kind.PHYSICAL, points, null, mainland, customs, null, null, null);
    }

    Step financial(String time, String id, long points, @Nullable String beneficiary) {
        return request(time, id, Kind.FINANCIAL, points, null, null, null, beneficiary, null, null);
    }

    Step transfer(String time, String id, long points, @Nullable Partner partner, @Nullable Boolean linked) {
        return request(time, id, Kind.PARTNER, points, null, null, null, null, partner, linked);
    }

    Step request(
            String time,
            String id,
            Kind kind,
            long points,
            @Nullable String merchantId,
            @Nullable Boolean mainland,
            @Nullable Long customs,
            @Nullable String beneficiary,
            @Nullable Partner partner,
            @Nullable Boolean linked) {
        return program.take(new Redemption.Requested(
                program.at(time),
                id,
                kind,
                "item",
                points,
                merchantId,
                mainland,
                customs,
                beneficiary,
                partner,
                linked));
    }

    Step accept(String time, String id) {
        return program.take(new Redemption.Accepted(program.at(time), id));
    }

    Step decline(String time, String id) {
        return program.take(new Redemption.Declined(program.at(time), id));
    }

    Step outOfStock(String time, String id) {
        return program.take(new Redemption.OutOfStock(program.at(time), id));
    }

    Step giveBack(String time, String id) {
        return program.take(new Redemption.Refunded(program.at(time), id));
    }

    Step review(String time, String caseId, Review.Decision decision) {
        return program.take(new Review.Decided(program.at(time), caseId, decision, "bob", ""));
    }

    static Outcome outcome(Step step) {
        return step.decision().outcome();
    }

    static String reason(Step step) {
        return step.decision().reason();
    }

    static List<Long> points(Step step, PostingKind kind) {
        return step.postings().stream()
                .filter(posting -> posting.kind() == kind)
                .map(Posting::points)
                .toList();
    }
}
