package dev.convoy.registry.read;

import dev.convoy.model.GatewayClass;
import dev.convoy.model.LabelSelector;
import dev.convoy.model.Meta;
import java.util.List;
import java.util.Map;

final class GatewayClassReading {
    private static final String PLACEMENT = "fleet.convoy.dev/member-selector";
    private static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

    private GatewayClassReading() {}

    static GatewayClass gatewayClass(Meta meta, Field spec) {
        return new GatewayClass(meta, spec.get("controllerName").name(), placement(meta.annotations()));
    }

    private static LabelSelector placement(Map<String, String> annotations) {
        String text = annotations.get(PLACEMENT);
        if (text == null) {
            return EVERYTHING;
        }
        try {
            return LabelSelector.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new Misread("metadata.annotations[" + PLACEMENT + "]: " + wrong.getMessage());
        }
    }
}
