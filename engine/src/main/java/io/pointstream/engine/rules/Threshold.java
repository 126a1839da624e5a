package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.expression.Amount;
import org.jspecify.annotations.Nullable;

/**
 * A condition that several events of a window reach together, by a sum or by distinct elements. It pays the one event
 * that reaches it (DOMAIN 2); a window pays once.
 *
 * @param sum what is added up; null when distinct elements are counted
 * @param distinct what must differ; {@link Key#NONE} when a sum is taken
 * @param apart what is counted apart, such as each article
 * @param at the sum or count that is reached
 * @param per the window: DAY, WEEK or MONTH, which the account's live state counts; LIFETIME for what is collected for
 *     ever, which its memory does
 * @param collected where what is collected for ever is remembered; null for a window
 * @param what is counted, for people
 */
public record Threshold(
        @Nullable Amount sum,
        Key distinct,
        Key apart,
        long at,
        Window per,
        @Nullable Scope collected,
        String what) {}
