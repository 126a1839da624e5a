package io.pointstream.engine.account;

import java.time.LocalDate;

/**
 * Points of one account that expire together (DOMAIN 4).
 *
 * @param expiresOn the last usable local day
 */
public record Lot(LocalDate expiresOn, long points) {}
