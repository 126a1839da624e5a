package io.pointstream.engine.farming;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is suspicious (DOMAIN 5). */
public enum ReasonCode {
    VELOCITY(1),
    CAP_HUGGING(2),
    CLOCKWORK(3),
    IMPOSSIBLE_ENGAGEMENT(4),
    SPLIT_PAYMENTS(5),
    REFUND_CHURN(6),
    MERCHANT_COLLUSION(7),
    SHARED_DEVICE(8),
    INVITE_RING(9),
    LOCKSTEP(10),
    DORMANT_BURST(11),
    REDEMPTION_RUSH(12),
    ACCOUNT_TAKEOVER(13),
    /** No detector's: a person has said so. */
    DENY_LISTED(14);

    private static final Set<ReasonCode> OF_DETECTORS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(DENY_LISTED)));

    private static final Map<Integer, ReasonCode> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(code -> code.number, Function.identity()));

    /** Stands for the code in stored state: never used again for another. */
    private final int number;

    ReasonCode(int number) {
        this.number = number;
    }

    /** Those that are weighed: all but what a person has said. */
    public static Set<ReasonCode> ofDetectors() {
        return OF_DETECTORS;
    }

    int number() {
        return number;
    }

    /** The code of a stored number. */
    static ReasonCode ofNumber(long number) {
        ReasonCode code = BY_NUMBER.get((int) number);
        if (code == null) {
            throw new StateFormatException("no reason code has the number " + number);
        }
        return code;
    }
}
