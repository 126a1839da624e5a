package io.pointstream.engine.farming;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What live comments say about how long their streams have been watched. Between two comments in one stream its seconds rise by
 * no more than passed, or they are no clock, so one stream never overlaps with itself; two that are watched at once do.
 */
final class LiveClaims {

    private static final int STREAMS = 4;

    private final Deque<Stream> streams = new ArrayDeque<>();

    private record Stream(String id, long atMs, long watchedSeconds) {}

    /** How long, in milliseconds, the stream was surely watched since the comment before. */
    long watched(String streamId, long atMs, long watchedSeconds) {
        long watched = 0;
        for (Stream stream : streams) {
            if (stream.id.equals(streamId)) {
                if (atMs < stream.atMs) {
                    return 0;
                }
                long risen = Math.max(0, watchedSeconds - stream.watchedSeconds);
                watched = Math.min(atMs - stream.atMs, Math.min(risen, 86_400) * 1000);
                streams.remove(stream);
                break;
            }
        }
        if (streams.size() == STREAMS) {
            streams.removeFirst();
        }
        streams.addLast(new Stream(streamId, atMs, watchedSeconds));
        return watched;
    }

    void write(StateWriter out) {
        out.size(streams.size());
        for (Stream stream : streams) {
            out.string(stream.id);
            out.signed(stream.atMs);
            out.unsigned(stream.watchedSeconds);
        }
    }

    static LiveClaims read(StateReader in) {
        LiveClaims result = new LiveClaims();
        for (int left = in.size(); left > 0; left--) {
            result.streams.addLast(new Stream(in.string(), in.signed(), in.unsigned()));
        }
        return result;
    }
}
