package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.MemberId;
import dev.convoy.registry.member.JoinTokens;
import dev.convoy.registry.store.StoredObject;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where members are given their join tokens, and where they bring them. Tokens appear in answers only. */
final class JoinDesk {
    private static final Duration WHILE_TOKENS_EXPIRE = Duration.ofMinutes(10);
    private static final int HIGHEST_PORT = 65_535;

    private final Objects objects;
    private final Joining joining;

    JoinDesk(Objects objects, Joining joining) {
        this.objects = objects;
        this.joining = joining;
    }

    /**
     * Before a Membership is created: what an earlier one of its name left behind must not count for it, not even if the hub dies in
     * between. One that is there keeps what it has, for its creation will fail.
     */
    void expect(ApiRequest.Item item) {
        MemberId member = new MemberId(item.id().name());
        if (objects.membership(member).isEmpty()) {
            joining.revoke(member);
        }
    }

    /** The Membership that was just created, with a token. */
    Answer welcome(Call call, ApiRequest.Item item, StoredObject created, List<String> warnings) {
        ObjectNode shown = Rendering.object(created, item.apiVersion());
        put(shown, token(new MemberId(item.id().name())));
        List<String> more = new ArrayList<>(warnings);
        more.add(
                "status.joinToken of this answer (-o yaml shows it) is good for one \"convoy join\". For another: kubectl create"
                        + " --raw /apis/" + item.apiVersion() + "/memberships/"
                        + item.id().name() + "/jointoken -f /dev/null");
        return Answer.of(201, shown, more);
    }

    /** A new token for a member that is registered already. */
    Answer issue(ApiRequest.Item item) {
        StoredObject membership = objects.require(item);
        ObjectNode shown = Json.object().put("apiVersion", item.apiVersion()).put("kind", "JoinToken");
        shown.putObject("metadata").put("name", membership.id().name());
        put(shown, token(new MemberId(item.id().name())));
        return Answer.of(201, shown, List.of());
    }

    private Joining.Token token(MemberId member) {
        try {
            return joining.issue(member);
        } catch (JoinTokens.TooManyTokens enough) {
            throw Refusal.tooManyRequests(String.valueOf(enough.getMessage()), WHILE_TOKENS_EXPIRE);
        }
    }

    /**
     * {@code POST /join}: by a token, or to renew by the certificate that the client showed.
     *
     * @param shown in the handshake; not yet judged
     */
    Answer join(byte[] body, @Nullable X509Certificate shown) {
        JsonNode asked = Json.read(body);
        Joining.Proof proof = shown == null || asked.has("token")
                ? new Joining.Proof.ByToken(required(
                        asked,
                        "token",
                        "the one-time token that the Membership's creation answered with. To renew instead, show the"
                                + " certificate that you have"))
                : new Joining.Proof.ByCertificate(shown);
        String csr = required(asked, "csr", "a PKCS#10 certificate request as PEM");
        return switch (joining.join(proof, new Joining.Application(csr, adminPort(asked)))) {
            case Joining.Outcome.Joined(MemberId member, var files) -> {
                ObjectNode answer = Json.object().put("member", member.name());
                ObjectNode written = answer.putObject("files");
                new TreeMap<>(files).forEach(written::put);
                yield Answer.ok(answer);
            }
            case Joining.Outcome.Refused(String sentence) -> throw Refusal.forbidden(sentence);
        };
    }

    private static OptionalInt adminPort(JsonNode asked) {
        JsonNode port = asked.path("adminPort");
        if (port.isMissingNode() || port.isNull()) {
            return OptionalInt.empty();
        }
        if (!port.canConvertToInt() || port.intValue() < 1 || port.intValue() > HIGHEST_PORT) {
            throw Refusal.badRequest("adminPort must be a port from 1 to " + HIGHEST_PORT + ", or left out.");
        }
        return OptionalInt.of(port.intValue());
    }

    private static void put(ObjectNode object, Joining.Token token) {
        ObjectNode status = object.get("status") instanceof ObjectNode there ? there.deepCopy() : Json.object();
        status.put("joinToken", token.text()).put("joinTokenExpires", token.expires());
        object.set("status", status);
    }

    private static String required(JsonNode asked, String field, String what) {
        String value = asked.path(field).asText("");
        if (value.isEmpty()) {
            throw Refusal.badRequest("The body must have the field \"" + field + "\": " + what + ".");
        }
        return value;
    }
}
