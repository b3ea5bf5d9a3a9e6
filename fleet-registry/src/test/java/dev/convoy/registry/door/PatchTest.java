package dev.convoy.registry.door;

import static dev.convoy.registry.door.DoorTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.model.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {a: b}               | {a: c}              | {a: c}
            {a: b}               | {b: c}              | {a: b, b: c}
            {a: b}               | {a: null}           | {}
            {a: b, b: c}         | {a: null}           | {b: c}
            {a: [b]}             | {a: c}              | {a: c}
            {a: c}               | {a: [b]}            | {a: [b]}
            {a: {b: c}}          | {a: {b: d, c: null}}| {a: {b: d}}
            {a: [{b: c}]}        | {a: [1]}            | {a: [1]}
            {e: null}            | {a: 1}              | {e: null, a: 1}
            {}                   | {a: {bb: {cc: null}}} | {a: {bb: {}}}
            """)
    void aMergePatchFollowsTheRfc(String target, String patch, String result) {
        assertThat(JsonMergePatch.apply(json(target), json(patch))).isEqualTo(json(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {spec: {ports: [{port: 80, name: a}]}} | {spec: {ports: [{port: 81, name: b}]}} | {spec: {ports: [{port: 80, name: a}, {port: 81, name: b}]}}
            {spec: {ports: [{port: 80, name: a}]}} | {spec: {ports: [{port: 80, name: b}]}} | {spec: {ports: [{port: 80, name: b}]}}
            {spec: {ports: [{port: 80}, {port: 81}]}} | {spec: {ports: [{port: 80, $patch: delete}]}} | {spec: {ports: [{port: 81}]}}
            {spec: {ports: [{port: 80}]}} | {spec: {ports: [{$patch: replace}, {port: 90}]}} | {spec: {ports: [{port: 90}]}}
            {spec: {ports: [{port: 80}]}} | {spec: {$setElementOrder/ports: [{port: 81}, {port: 80}], ports: [{port: 81}]}} | {spec: {ports: [{port: 81}, {port: 80}]}}
            {spec: {selector: {app: a, v: 1}}} | {spec: {selector: {v: null, w: x}}} | {spec: {selector: {app: a, w: x}}}
            {spec: {selector: {app: a}}} | {spec: {selector: {$patch: replace, b: c}}} | {spec: {selector: {b: c}}}
            {spec: {selector: {app: a}}} | {spec: {selector: {$patch: delete}}} | {spec: {}}
            {spec: {clusterIP: a, type: b}} | {spec: {$retainKeys: [type], type: c}} | {spec: {type: c}}
            {spec: {externalIPs: [a, b]}} | {spec: {externalIPs: [c]}} | {spec: {externalIPs: [c]}}
            {metadata: {finalizers: [x/a, x/b]}} | {metadata: {finalizers: [x/c]}} | {metadata: {finalizers: [x/a, x/b, x/c]}}
            {metadata: {finalizers: [x/a, x/b]}} | {metadata: {$deleteFromPrimitiveList/finalizers: [x/a]}} | {metadata: {finalizers: [x/b]}}
            {metadata: {labels: {a: b}}} | {metadata: {labels: {a: null}, annotations: {c: d}}} | {metadata: {labels: {}, annotations: {c: d}}}
            """)
    void aStrategicPatchMergesAService(String target, String patch, String result) {
        assertThat(patched(StrategicMergePatch.apply(Kind.SERVICE, json(target), json(patch))))
                .isEqualTo(json(result));
    }

    @Test
    void anAddedElementLosesItsNulls() {
        assertThat(patched(StrategicMergePatch.apply(
                        Kind.SERVICE, json("{}"), json("{spec: {ports: [{port: 1, name: null}]}}"))))
                .isEqualTo(json("{spec: {ports: [{port: 1}]}}"));
    }

    @Test
    void aStrategicPatchIsOnlyForKubernetesOwnKinds() {
        assertThat(StrategicMergePatch.understands(Kind.SERVICE)).isTrue();
        assertThat(StrategicMergePatch.understands(Kind.HTTP_ROUTE)).isFalse();
    }

    @Test
    void aStrategicPatchSaysWhatItLacks() {
        assertThat(unusable(StrategicMergePatch.apply(Kind.SERVICE, json("{}"), json("{spec: {ports: [{name: a}]}}"))))
                .contains("merge key \"port\"");
        assertThat(unusable(StrategicMergePatch.apply(Kind.SERVICE, json("{}"), json("{spec: {$patch: drop}}"))))
                .contains("merge, replace or delete");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {a: [1, 3]} | {p: [{op: add, path: /a/1, value: 2}]}                       | {a: [1, 2, 3]}
            {a: [1]}    | {p: [{op: add, path: /a/-, value: 2}]}                       | {a: [1, 2]}
            {a: 1}      | {p: [{op: remove, path: /a}]}                                | {}
            {a/b: 1}    | {p: [{op: replace, path: /a~1b, value: 2}]}                  | {a/b: 2}
            {a: 1}      | {p: [{op: move, from: /a, path: /b}]}                        | {b: 1}
            {a: [1]}    | {p: [{op: copy, from: /a, path: /b}]}                        | {a: [1], b: [1]}
            {a: 1}      | {p: [{op: test, path: /a, value: 1}, {op: remove, path: /a}]} | {}
            """)
    void aJsonPatchAppliesItsOperations(String target, String patch, String result) {
        assertThat(patched(JsonPatch.apply(json(target), json(patch).path("p"))))
                .isEqualTo(json(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {p: [{op: test, path: /a, value: 2}]}   | Operation 0 of the JSON patch tests /a
            {p: [{op: remove, path: /x/y}]}         | names /x/y, which is not there
            {p: [{op: add, path: /a/b, value: 1}]}  | names /a/b, which is not there
            {p: [{op: add, path: a, value: 1}]}     | needs a path
            {p: [{op: turn, path: /a}]}             | must have an op
            {p: {op: add}}                          | must be a list
            """)
    void aJsonPatchThatDoesNotFitSaysWhy(String patch, String message) {
        assertThat(unusable(JsonPatch.apply(json("{a: 1}"), json(patch).path("p"))))
                .contains(message);
    }

    private static JsonNode patched(PatchOutcome outcome) {
        assertThat(outcome).isInstanceOf(PatchOutcome.Patched.class);
        return ((PatchOutcome.Patched) outcome).tree();
    }

    private static String unusable(PatchOutcome outcome) {
        assertThat(outcome).isInstanceOf(PatchOutcome.Unusable.class);
        return ((PatchOutcome.Unusable) outcome).message();
    }
}
