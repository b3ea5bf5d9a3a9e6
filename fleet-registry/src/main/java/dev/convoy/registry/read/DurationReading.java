package dev.convoy.registry.read;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The durations of GEP-2257, for example {@code 1h30m} or {@code 500ms}. */
final class DurationReading {
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|h|m|s)");

    private DurationReading() {}

    static Duration duration(Field field) {
        String text = field.text();
        if (!WHOLE.matcher(text).matches()) {
            throw field.mistake(Field.quoted(text)
                    + " is not a duration: write up to four whole numbers with h, m, s or ms, for example 1m30s");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "h" -> Duration.ofHours(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        default -> Duration.ofMillis(amount);
                    });
        }
        return sum;
    }
}
