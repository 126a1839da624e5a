package io.pointstream.app.replay;

import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import java.io.IOException;
import java.util.Collection;

/** Takes what a replay comes to, in its order. */
interface ReplayOutput {

    void journal(JournalEntry entry) throws IOException;

    void notice(Notice notice) throws IOException;

    void signal(Signal signal) throws IOException;

    /** What is known only at the end: the newest state of everything, and the summary as JSON. */
    void finish(
            Collection<AccountBalance> balances, Collection<Flag> flags, Collection<Flag> shadowFlags, String summary)
            throws IOException;
}
