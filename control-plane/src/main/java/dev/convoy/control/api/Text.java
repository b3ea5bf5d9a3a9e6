package dev.convoy.control.api;

/** A caller's text on its way into a message or header: short and without control characters. */
final class Text {
    private static final int LONGEST = 100;

    private Text() {}

    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
