package io.pointstream.schemas.json;

/** Foreign text as a message shows it: cut short, and without anything that a terminal would obey. */
final class Shown {

    /** Quoted, of a wrong value: at most 60 characters. */
    static String quoted(String text) {
        return '"' + visible(text.replace("\\", "\\\\").replace("\"", "\\\""), 60) + '"';
    }

    /** At most so many characters. */
    static String visible(String text, int charsMax) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), charsMax) + 1);
        for (int i = 0; i < Math.min(text.length(), charsMax); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return text.length() > charsMax ? out.append('…').toString() : out.toString();
    }

    private Shown() {}
}
