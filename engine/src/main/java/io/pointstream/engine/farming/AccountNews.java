package io.pointstream.engine.farming;

/** What an account's case takes in. */
public sealed interface AccountNews permits Finding, RingNotice, Ruling, NewDay {

    String accountId();

    byte VERSION = 1;

    default byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        switch (this) {
            case Finding finding -> {
                out.unsigned(0);
                finding.write(out);
            }
            case RingNotice notice -> {
                out.unsigned(1);
                notice.write(out);
            }
            case Ruling ruling -> {
                out.unsigned(2);
                ruling.write(out);
            }
            case NewDay day -> {
                out.unsigned(3);
                day.write(out);
            }
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
        AccountNews news = switch ((int) in.unsigned()) {
            case 0 -> Finding.read(in);
            case 1 -> RingNotice.read(in);
            case 2 -> Ruling.read(in);
            case 3 -> NewDay.read(in);
            default -> throw new StateFormatException("news of an unknown kind");
        };
        in.end();
        return news;
    }
}
