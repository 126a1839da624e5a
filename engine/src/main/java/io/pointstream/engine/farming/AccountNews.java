package io.pointstream.engine.farming;

/** What an account's case is told of by others than the account's own behaviour. */
public sealed interface AccountNews permits Finding, RingNotice {

    String accountId();

    byte VERSION = 1;

    default byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        out.flag(this instanceof RingNotice);
        switch (this) {
            case Finding finding -> finding.write(out);
            case RingNotice notice -> notice.write(out);
        }
        return out.bytes();
    }

    /**
     * Reads the news.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    static AccountNews decode(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.version("news of an account", VERSION);
        AccountNews news = in.flag() ? RingNotice.read(in) : Finding.read(in);
        in.end();
        return news;
    }
}
