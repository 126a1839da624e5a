package io.pointstream.engine.farming;

/** What may be on a list. */
public enum ListedKind {
    ACCOUNT,
    DEVICE,
    ADDRESS,
    MERCHANT
}
