package dev.convoy.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A join token: what the hub wants to see, and the fingerprint of the CA by which we know the hub. Printing it shows neither. */
record JoinToken(String text, String fingerprint) {
    private static final Pattern FORM =
            Pattern.compile("convoy-join\\.[0-9a-f]{12}\\.[A-Za-z0-9_-]{43}\\.([0-9a-f]{64})");

    static JoinToken parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new CannotJoin(
                    "That is not a join token, or not the whole of it: one has four parts with dots between"
                            + " them and begins with \"convoy-join.\". Creating a Membership prints one.");
        }
        return new JoinToken(text, form.group(1));
    }

    @Override
    public String toString() {
        return "JoinToken[not shown]";
    }
}
