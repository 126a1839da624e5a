package io.pointstream.engine.account;

/**
 * A key within one window.
 *
 * @param owner the rule, or the scope, whose key it is
 * @param key empty where the owner needs none
 * @param start the window's first day
 */
record WindowKey(String owner, String key, int start) {}
