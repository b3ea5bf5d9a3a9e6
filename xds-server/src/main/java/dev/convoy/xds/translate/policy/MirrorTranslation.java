package dev.convoy.xds.translate.policy;

import dev.convoy.model.Policy;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent.DenominatorType;

/** A share of the requests goes to another backend too, under the Host that the client gave. */
final class MirrorTranslation {
    private static final long MILLION = 1_000_000;

    private MirrorTranslation() {}

    static Effects effects(Policy.Mirror mirror, Setting setting) {
        var share = FractionalPercent.newBuilder()
                .setNumerator((int) (MILLION * mirror.numerator() / mirror.denominator()))
                .setDenominator(DenominatorType.MILLION);
        var policy = RequestMirrorPolicy.newBuilder()
                .setCluster(setting.cluster().apply(mirror.backend()))
                .setRuntimeFraction(RuntimeFractionalPercent.newBuilder().setDefaultValue(share))
                .setDisableShadowHostSuffixAppend(true)
                .build();
        return Effects.onForward(action -> action.addRequestMirrorPolicies(policy));
    }
}
