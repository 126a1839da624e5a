package io.pointstream.engine.event;

/** Reading, watching, commenting and buying content. */
public sealed interface Content extends Event {

    /** Who publishes an article. */
    enum AccountKind {
        SUBSCRIPTION,
        SERVICE
    }

    /** What a video is for. */
    enum VideoKind {
        KNOWLEDGE,
        ENTERTAINMENT
    }

    /** What a live stream is for. */
    enum StreamKind {
        COMMERCE,
        TALENT
    }

    /** What was bought. */
    enum ContentKind {
        COLUMN,
        EBOOK
    }

    /** {@code content.article-read} */
    record ArticleRead(Header header, String articleId, AccountKind accountKind, long seconds, boolean completed)
            implements Content {
        @Override
        public EventType type() {
            return EventType.CONTENT_ARTICLE_READ;
        }
    }

    /** {@code content.video-watched} */
    record VideoWatched(Header header, String videoId, VideoKind videoKind, long secondsWatched, long secondsTotal)
            implements Content {
        @Override
        public EventType type() {
            return EventType.CONTENT_VIDEO_WATCHED;
        }
    }

    /** {@code content.live-commented} */
    record LiveCommented(Header header, String streamId, StreamKind streamKind, long watchedSeconds)
            implements Content {
        @Override
        public EventType type() {
            return EventType.CONTENT_LIVE_COMMENTED;
        }
    }

    /** {@code content.purchased} */
    record Purchased(Header header, ContentKind contentKind, long amountFen) implements Content {
        @Override
        public EventType type() {
            return EventType.CONTENT_PURCHASED;
        }
    }
}
