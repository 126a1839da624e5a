package io.pointstream.engine.event;

/** Social activity. */
public sealed interface Social extends Event {

    /** {@code social.steps-donated} */
    record StepsDonated(Header header, long steps) implements Social {
        @Override
        public EventType type() {
            return EventType.SOCIAL_STEPS_DONATED;
        }
    }

    /** {@code social.article-forwarded} */
    record ArticleForwarded(Header header, String articleId, String groupId) implements Social {
        @Override
        public EventType type() {
            return EventType.SOCIAL_ARTICLE_FORWARDED;
        }
    }

    /** {@code social.video-liked} */
    record VideoLiked(Header header, String videoId) implements Social {
        @Override
        public EventType type() {
            return EventType.SOCIAL_VIDEO_LIKED;
        }
    }

    /** {@code social.invite-opened} */
    record InviteOpened(Header header, String inviteeId, boolean inviteeIsNew) implements Social {
        @Override
        public EventType type() {
            return EventType.SOCIAL_INVITE_OPENED;
        }
    }
}
