package dev.convoy.xds.translate.policy;

import dev.convoy.model.Policy;
import dev.convoy.model.Policy.PathEdit;

/** A new host, a new path, or both, for the backend to see. */
final class RewriteTranslation {
    private RewriteTranslation() {}

    static Effects effects(Policy.Rewrite rewrite, Setting setting) {
        return host(rewrite).and(path(rewrite, setting));
    }

    private static Effects host(Policy.Rewrite rewrite) {
        String hostname = rewrite.hostname();
        return hostname == null ? Effects.NONE : Effects.onForward(action -> action.setHostRewriteLiteral(hostname));
    }

    private static Effects path(Policy.Rewrite rewrite, Setting setting) {
        return switch (rewrite.path()) {
            case null -> Effects.NONE;
            case PathEdit.ReplaceFull(String path) ->
                Effects.onForward(action -> action.setRegexRewrite(PathRewrite.whole(path)));
            case PathEdit.ReplacePrefix edit ->
                switch (PathRewrite.of(edit, setting)) {
                    case PathRewrite.Keep _ -> Effects.NONE;
                    case PathRewrite.Prefix(String prefix) ->
                        Effects.onForward(action -> action.setPrefixRewrite(prefix));
                    case PathRewrite.Regex(var regex) -> Effects.onForward(action -> action.setRegexRewrite(regex));
                };
        };
    }
}
