package io.pointstream.engine.ledger;

/** The part of an award that a posting carries (DOMAIN 2). */
public enum Component {
    BASE,
    TIER_BONUS,
    BIRTHDAY_BONUS,
    CAMPAIGN_BONUS
}
