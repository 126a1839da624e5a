package io.pointstream.engine.event;

/** Games. */
public sealed interface Gaming extends Event {

    /** Competitive ranks, lowest first. */
    enum Rank {
        BRONZE,
        SILVER,
        GOLD,
        PLATINUM,
        DIAMOND,
        KING
    }

    /** {@code gaming.level-cleared} */
    record LevelCleared(Header header, String gameId, long level) implements Gaming {
        @Override
        public EventType type() {
            return EventType.GAMING_LEVEL_CLEARED;
        }
    }

    /** {@code gaming.rank-promoted} */
    record RankPromoted(Header header, String gameId, String season, Rank rank) implements Gaming {
        @Override
        public EventType type() {
            return EventType.GAMING_RANK_PROMOTED;
        }
    }

    /** {@code gaming.season-settled} */
    record SeasonSettled(Header header, String gameId, String season, Rank rank) implements Gaming {
        @Override
        public EventType type() {
            return EventType.GAMING_SEASON_SETTLED;
        }
    }

    /** {@code gaming.crops-harvested} */
    record CropsHarvested(Header header, String gameId, long count) implements Gaming {
        @Override
        public EventType type() {
            return EventType.GAMING_CROPS_HARVESTED;
        }
    }

    /** {@code gaming.week-ranked} */
    record WeekRanked(Header header, String gameId, String week, double percentile) implements Gaming {
        @Override
        public EventType type() {
            return EventType.GAMING_WEEK_RANKED;
        }
    }

    /** {@code gaming.team-challenge-completed} */
    record TeamChallengeCompleted(Header header, String gameId, String teamId, long teamSize) implements Gaming {
        @Override
        public EventType type() {
            return EventType.GAMING_TEAM_CHALLENGE_COMPLETED;
        }
    }
}
