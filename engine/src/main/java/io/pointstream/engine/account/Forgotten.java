package io.pointstream.engine.account;

/** An entry of an account's memory that is no longer needed, before its retention ends. */
public record Forgotten(Scope scope, String key) {}
