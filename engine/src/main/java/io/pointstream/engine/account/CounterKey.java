package io.pointstream.engine.account;

/**
 * What is counted within one window.
 *
 * @param owner the rule, or the scope, whose key it is
 * @param key empty where the owner needs none
 */
public record CounterKey(String owner, String key) {

    static CounterKey read(StateReader in, Names names) {
        return new CounterKey(names.name(in), in.text());
    }

    void write(StateWriter out, Names names) {
        out.number(names.place(owner));
        out.text(key);
    }
}
