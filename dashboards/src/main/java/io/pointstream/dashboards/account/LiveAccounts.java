package io.pointstream.dashboards.account;

import java.net.URI;

/** What this process knows of the state of accounts; asked by many threads at once. */
@FunctionalInterface
public interface LiveAccounts {

    /** What is found. */
    sealed interface Answer {

        /** Nobody else has to be asked. */
        sealed interface Settled extends Answer {}

        /**
         * The account.
         *
         * @param json as it is answered, UTF-8
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Found(byte[] json) implements Settled {}

        /** It would be here, and nothing ever happened to it. */
        record Unknown() implements Settled {}

        /** Another process has it, or knows who has. */
        record Elsewhere(URI process) implements Answer {}

        /** Nobody can say now. */
        record Unavailable(String reason) implements Settled {}
    }

    /** Looks for an account. */
    Answer find(String accountId);
}
