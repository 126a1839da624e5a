-- What movements_daily has taken the place of.
DROP VIEW IF EXISTS points_daily_view;

DROP TABLE IF EXISTS points_daily;
