-- What an entry of the lists hides: the entry without which a signal would have raised a case.

-- An older sink that is still running names its columns, so its rows get the default.
ALTER TABLE signals
    ADD COLUMN IF NOT EXISTS suppressed_by String DEFAULT '' CODEC(ZSTD(1)) AFTER shadow;
