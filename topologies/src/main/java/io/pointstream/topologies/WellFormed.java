package io.pointstream.topologies;

import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.topologies.PoisonRecordException.Reason;
import org.jspecify.annotations.Nullable;

/** What a record must be before any state is touched; each refusal is a {@link PoisonRecordException}. */
public final class WellFormed {

    private WellFormed() {}

    /** Holds an activity to its key and to the bounds of its JSON form, which Avro alone does not keep. */
    public static Activity activity(@Nullable String key, @Nullable Activity activity) {
        if (activity == null) {
            throw new PoisonRecordException(Reason.NULL_VALUE, "the record has no value; expected an activity");
        }
        keyed(key, activity.getAccountId());
        String violation = ActivityJson.violation(activity);
        if (violation != null) {
            throw new PoisonRecordException(Reason.INVALID_FIELD, violation);
        }
        return activity;
    }

    /** Holds a record's key to the account that its value names. */
    public static String keyed(@Nullable String key, String accountId) {
        if (key == null) {
            throw new PoisonRecordException(Reason.NULL_KEY, "the record has no key; expected the account id");
        }
        if (!key.equals(accountId)) {
            throw new PoisonRecordException(
                    Reason.KEY_MISMATCH, "the record's key is " + key + ", its value's accountId is " + accountId);
        }
        return accountId;
    }
}
