package dev.convoy.registry.door;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/** Kubernetes' rules for names. Each answers with a remedy, or null where the name is right. */
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private Names() {}

    static @Nullable String wrongLabel(String name) {
        return name.length() <= 63 && LABEL.matches(name)
                ? null
                : "must be a DNS label: at most 63 characters of a-z, 0-9 and '-', beginning and ending with a letter or digit";
    }

    static @Nullable String wrongSubdomain(String name) {
        return name.length() <= 253 && SUBDOMAIN.matches(name)
                ? null
                : "must be a DNS subdomain: at most 253 characters of a-z, 0-9, '-' and '.', each part beginning and ending with a "
                        + "letter or digit";
    }

    /** Of labels, annotations and finalizers: {@code [prefix/]name}. */
    static @Nullable String wrongKey(String key) {
        int slash = key.indexOf('/');
        if (slash >= 0) {
            String wrong = wrongSubdomain(key.substring(0, slash));
            if (wrong != null) {
                return "the part of the key before '/' " + wrong;
            }
        }
        String name = key.substring(slash + 1);
        return name.length() <= 63 && WORD.matches(name)
                ? null
                : "the key's name must be at most 63 characters of letters, digits, '-', '_' and '.', beginning and ending with a "
                        + "letter or digit";
    }

    static @Nullable String wrongLabelValue(String value) {
        return value.isEmpty() || (value.length() <= 63 && WORD.matches(value))
                ? null
                : "a label's value must be at most 63 characters of letters, digits, '-', '_' and '.', beginning and ending with a "
                        + "letter or digit; use an annotation for anything else";
    }
}
