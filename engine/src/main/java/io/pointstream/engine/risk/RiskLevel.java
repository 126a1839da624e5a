package io.pointstream.engine.risk;

/** How far suspicion of an account has gone (DOMAIN 5), the least first. */
public enum RiskLevel {
    NONE,
    /** A person should look; a reviewer decides on its redemptions. */
    REVIEW,
    /** New awards are withheld until a person has decided. */
    HOLD,
    /** A reviewer has confirmed it: the account earns nothing until it is reinstated. */
    BLOCKED
}
