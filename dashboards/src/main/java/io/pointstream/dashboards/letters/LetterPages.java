package io.pointstream.dashboards.letters;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pages of dead letters: looked for, looked at, and sent again. */
public final class LetterPages {

    /** The reasons that the applications give, for the filter. */
    public static final List<String> REASONS =
            List.of("UNREADABLE", "NULL_KEY", "NULL_VALUE", "KEY_MISMATCH", "INVALID_FIELD", "INVARIANT", "FAILED");

    /** The topics that letters can be of, for the filter. */
    public static final List<String> TOPICS = Topics.ALL.stream()
            .filter(topic -> topic.valueSchema() != null)
            .map(Topic::name)
            .toList();

    private static final int CONTENT_CHARS_MAX = 160;
    private static final int HEX_CHARS_A_LINE = 64;

    private final Renderer renderer;
    private final LettersApi letters;

    LetterPages(Renderer renderer, LettersApi letters) {
        this.renderer = renderer;
        this.letters = letters;
    }

    void add(RoutesConfig routes) {
        routes.get("/dead-letters", this::find);
        routes.get("/dead-letters/{partition}/{offset}", this::show);
        routes.post("/dead-letters/resend", this::resend);
    }

    private void find(Context ctx) throws InterruptedException {
        renderer.render(ctx, "letters.jte", Map.of("shown", letters.find(ctx)));
    }

    private void show(Context ctx) throws InterruptedException {
        LetterView letter = letters.show(ctx.pathParam("partition"), ctx.pathParam("offset"));
        renderer.render(
                ctx, "letter.jte", Map.of("letter", letter, "details", Objects.requireNonNull(letter.details())));
    }

    private void resend(Context ctx) throws InterruptedException {
        String partition = given(ctx, "partition");
        String offset = given(ctx, "offset");
        letters.resend(ctx, partition, offset);
        ctx.redirect("/dead-letters/" + partition + "/" + offset, HttpStatus.SEE_OTHER);
    }

    private static String given(Context ctx, String name) {
        String text = ctx.formParam(name);
        if (text == null || !text.matches("\\d{1,18}")) {
            throw new BadRequestResponse(name + " must be a whole number from 0");
        }
        return text;
    }

    public static Instant time(LetterView letter) {
        return Instant.parse(letter.time());
    }

    /** What is in it, as far as it can be read, short. */
    public static String content(LetterView letter) {
        String content =
                letter.record() == null ? letter.text() : letter.record().toString();
        return content.length() <= CONTENT_CHARS_MAX ? content : content.substring(0, CONTENT_CHARS_MAX) + "…";
    }

    public static String href(LetterView letter) {
        return "/dead-letters/" + letter.partition() + "/" + letter.offset();
    }

    /** Hexadecimal digits in lines of 32 bytes. */
    public static String hexLines(String hex) {
        return hex.replaceAll("(.{" + HEX_CHARS_A_LINE + "})(?=.)", "$1\n");
    }
}
