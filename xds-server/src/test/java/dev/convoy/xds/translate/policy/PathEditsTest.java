package dev.convoy.xds.translate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.Policy;
import dev.convoy.model.Policy.PathEdit;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Gateway API's own table of replaced prefixes, applied as Envoy applies the result. */
class PathEditsTest {
    @Test
    void aPrefixIsReplacedByWholeElements() {
        assertThat(rewritten("/foo", "/xyz", "/foo/bar")).isEqualTo("/xyz/bar");
        assertThat(rewritten("/foo", "/xyz/", "/foo/bar")).isEqualTo("/xyz/bar");
        assertThat(rewritten("/foo/", "/xyz", "/foo/bar")).isEqualTo("/xyz/bar");
        assertThat(rewritten("/foo/", "/xyz/", "/foo/bar")).isEqualTo("/xyz/bar");
        assertThat(rewritten("/foo", "/xyz", "/foo")).isEqualTo("/xyz");
        assertThat(rewritten("/foo", "/xyz", "/foo/")).isEqualTo("/xyz/");
    }

    @Test
    void aPrefixReplacedByNothingLeavesAPath() {
        for (String nothing : List.of("", "/")) {
            assertThat(rewritten("/foo", nothing, "/foo/bar")).isEqualTo("/bar");
            assertThat(rewritten("/foo", nothing, "/foo/")).isEqualTo("/");
            assertThat(rewritten("/foo", nothing, "/foo")).isEqualTo("/");
        }
    }

    @Test
    void theRootIsAPrefixOfEverything() {
        assertThat(rewritten("/", "/xyz", "/bar")).isEqualTo("/xyz/bar");
        assertThat(rewritten("/", "/", "/bar")).isEqualTo("/bar");
    }

    @Test
    void aPrefixIsNoExpression() {
        assertThat(rewritten("/a.b(c", "/", "/a.b(c/d")).isEqualTo("/d");
        assertThat(rewritten("/a.b", "/", "/axb/d")).isEqualTo("/axb/d");
    }

    @Test
    void aWholePathIsTakenToTheLetter() {
        assertThat(apply(PathRewrite.whole("/a\\1$b"), "/anything/else")).isEqualTo("/a\\1$b");
    }

    @Test
    void onlyAPrefixCanBeReplaced() {
        var exact = new Setting(new PathMatch(PathMatchType.EXACT, "/foo"), new Entrance(80, false), _ -> "");

        assertThatThrownBy(() -> PathRewrite.of(new PathEdit.ReplacePrefix("/x"), exact))
                .isInstanceOf(IllegalStateException.class);
    }

    private static String rewritten(String matched, String replacement, String path) {
        var setting = new Setting(new PathMatch(PathMatchType.PREFIX, matched), new Entrance(80, false), _ -> "");
        var rewrite = new Policy.Rewrite(null, new PathEdit.ReplacePrefix(replacement));
        RouteAction.Builder action = RouteAction.newBuilder();
        RewriteTranslation.effects(rewrite, setting).onForward().accept(action);
        if (action.hasRegexRewrite()) {
            return apply(action.getRegexRewrite(), path);
        }
        String prefix = matched.equals("/") ? "/" : matched.replaceAll("/$", "");
        return action.getPrefixRewrite().isEmpty() ? path : action.getPrefixRewrite() + path.substring(prefix.length());
    }

    /** RE2 substitutes {@code \1}, Java {@code $1}. */
    private static String apply(RegexMatchAndSubstitute rewrite, String path) {
        String substitution = rewrite.getSubstitution().replace("$", "\\$");
        return Pattern.compile(rewrite.getPattern().getRegex()).matcher(path).replaceFirst(substitution);
    }
}
