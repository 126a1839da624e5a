package io.pointstream.dashboards.page;

import java.util.List;
import java.util.Locale;

/**
 * A line without axes, as an SVG path in a box of {@link #WIDTH} × {@link #HEIGHT}.
 *
 * @param line the path of the line
 * @param area the path of the room under it
 * @param referenceY where a reference value lies, from the top; negative if there is none
 */
public record Spark(String line, String area, double referenceY) {

    /** The box's width. */
    public static final int WIDTH = 120;

    /** The box's height. */
    public static final int HEIGHT = 26;

    private static final double MARGIN = 1.5;

    /** A line through the values, from 0 at the bottom to the largest at the top. */
    public static Spark of(List<Double> values) {
        return of(values, -1);
    }

    /** The same with a reference value that is always in the picture; negative for none. */
    public static Spark of(List<Double> values, double reference) {
        double top = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        top = Math.max(Math.max(top, reference), 1e-9);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = values.size() == 1 ? WIDTH : (double) WIDTH * i / (values.size() - 1);
            line.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", x, y(values.get(i), top)));
        }
        String area = values.isEmpty() ? "" : line + "L" + WIDTH + " " + HEIGHT + "L0 " + HEIGHT + "Z";
        return new Spark(line.toString(), area, reference < 0 ? -1 : y(reference, top));
    }

    private static double y(double value, double top) {
        return MARGIN + (HEIGHT - 2 * MARGIN) * (1 - value / top);
    }

    /** The reference as a path; empty if there is none. */
    public String reference() {
        return referenceY < 0 ? "" : String.format(Locale.ROOT, "M0 %.1fL%d %.1f", referenceY, WIDTH, referenceY);
    }
}
