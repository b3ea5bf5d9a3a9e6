package dev.convoy.xds.translate.policy;

import dev.convoy.model.Policy.Header;
import dev.convoy.model.Policy.HeaderEdits;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Edits of headers. Envoy removes, then overwrites, then appends, which is the order that a plan means. Three things never reach it as
 * they are: a {@code %}, which would be read as a command (and may print the Envoy's environment); {@code Host}, for which it refuses the
 * whole RouteConfiguration; and the words that gateways speak among themselves.
 */
final class HeaderTranslation {
    private static final String HOST = "host";
    private static final List<String> GATEWAYS_OWN = List.of("x-ew-", "x-convoy-");

    private HeaderTranslation() {}

    static Effects request(HeaderEdits edits) {
        List<HeaderValueOption> values = values(edits);
        List<String> removed = removed(edits);
        Effects headers = Effects.onRoute(
                        route -> route.addAllRequestHeadersToAdd(values).addAllRequestHeadersToRemove(removed))
                .and(Effects.onShare(
                        share -> share.addAllRequestHeadersToAdd(values).addAllRequestHeadersToRemove(removed)));
        return edits.set().stream()
                .filter(header -> isHost(header.name()))
                .findFirst()
                .map(header -> headers.and(Effects.onForward(action -> action.setHostRewriteLiteral(header.value())))
                        .and(Effects.onShare(share -> share.setHostRewriteLiteral(header.value()))))
                .orElse(headers);
    }

    static Effects response(HeaderEdits edits) {
        List<HeaderValueOption> values = values(edits);
        List<String> removed = removed(edits);
        return Effects.onRoute(route -> route.addAllResponseHeadersToAdd(values).addAllResponseHeadersToRemove(removed))
                .and(Effects.onShare(
                        share -> share.addAllResponseHeadersToAdd(values).addAllResponseHeadersToRemove(removed)));
    }

    private static List<HeaderValueOption> values(HeaderEdits edits) {
        return Stream.concat(
                        values(edits.set(), HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD),
                        values(edits.add(), HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD))
                .toList();
    }

    private static Stream<HeaderValueOption> values(List<Header> headers, HeaderAppendAction action) {
        return headers.stream()
                .filter(header -> mayEdit(header.name()))
                .map(header -> HeaderValueOption.newBuilder()
                        .setHeader(HeaderValue.newBuilder()
                                .setKey(header.name())
                                .setValue(header.value().replace("%", "%%")))
                        .setAppendAction(action)
                        .setKeepEmptyValue(true)
                        .build());
    }

    private static List<String> removed(HeaderEdits edits) {
        return edits.remove().stream().filter(HeaderTranslation::mayEdit).toList();
    }

    private static boolean mayEdit(String name) {
        return !isHost(name)
                && !name.startsWith(":")
                && GATEWAYS_OWN.stream().noneMatch(name.toLowerCase(Locale.ROOT)::startsWith);
    }

    private static boolean isHost(String name) {
        return name.equalsIgnoreCase(HOST);
    }
}
