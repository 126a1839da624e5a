package io.pointstream.schemas;

import io.pointstream.schemas.lists.ListEntry;

/** Entries of the lists as records of {@code risk.lists}. */
public final class ListRecords {

    private ListRecords() {}

    /** The record's key, such as {@code DEVICE/d1}. */
    public static String key(ListEntry entry) {
        return entry.getKind() + "/" + entry.getValue();
    }
}
