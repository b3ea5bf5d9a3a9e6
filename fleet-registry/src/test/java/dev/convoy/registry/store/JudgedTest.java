package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.counting;
import static dev.convoy.registry.store.Samples.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgedTest {
    private static final ObjectId WEB = route("web");
    private static final StoredObject KEPT =
            new StoredObject(WEB, "4f8c2c56-0f5c-4bd4-8c8e-6d1b7c0e4a11", 7, 1, Instant.EPOCH, counting(1), null);

    private final Judged judged = new Judged(7, Map.of(WEB, KEPT), Instant.EPOCH);

    private StoredObject apply(Write write) {
        return judged.apply(List.of(write), ANN).getFirst();
    }

    @Test
    void eachCommitSeesWhatTheOnesBeforeLeft() {
        assertThat(apply(new Write.Replace(WEB, counting(2), 7L)).revision()).isEqualTo(8);
        assertThat(apply(new Write.Replace(WEB, counting(3), 8L)).revision()).isEqualTo(9);

        assertThat(judged.modified()).extracting(Samples::count).containsExactly(3L);
        assertThat(judged.changes()).hasSize(2);
        assertThat(judged.revision()).isEqualTo(9);
    }

    @Test
    void aRefusedCommitLeavesNothingBehindAndTakesNoRevision() {
        assertThatThrownBy(() -> judged.apply(
                        List.of(new Write.Create(route("new"), counting(1)), new Write.Replace(WEB, counting(2), 6L)),
                        ANN))
                .isInstanceOf(StoreException.class);

        assertThat(judged.changes()).isEmpty();
        assertThat(judged.added()).isEmpty();
        assertThat(judged.revision()).isEqualTo(7);
    }

    @Test
    void whatComesAndGoesLeavesHistoryAndNoRow() {
        apply(new Write.Create(route("brief"), counting(1)));
        apply(new Write.Delete(route("brief"), null));

        assertThat(judged.changes()).hasSize(2);
        assertThat(judged.added()).isEmpty();
        assertThat(judged.gone()).isEmpty();
    }

    @Test
    void whatGoesAndComesBackIsARowChangedAndAStatusVoid() {
        apply(new Write.Delete(WEB, null));
        apply(new Write.Create(WEB, counting(5)));

        assertThat(judged.modified()).extracting(Samples::count).containsExactly(5L);
        assertThat(judged.gone()).isEmpty();
        assertThat(judged.ended()).containsExactly(KEPT);
    }
}
