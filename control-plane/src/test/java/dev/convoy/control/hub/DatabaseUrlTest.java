package dev.convoy.control.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
    @Test
    void readsWhatPsqlTakes() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://convoy:p%40ss+word@db.example:6432/fleet?sslmode=require");

        assertThat(url)
                .isEqualTo(new DatabaseUrl("db.example", 6432, "fleet", "convoy", "p@ss+word", "?sslmode=require"));
        assertThat(url.asQuarkusSettings())
                .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example:6432/fleet?sslmode=require")
                .containsEntry("quarkus.datasource.password", "p@ss+word");
    }

    @Test
    void thePortMayBeLeftOut() {
        assertThat(DatabaseUrl.parse("postgres://convoy@db/fleet").port()).isEqualTo(5432);
    }

    @Test
    void saysWhatIsMissingAndWhatToWrite() {
        assertThatThrownBy(() -> DatabaseUrl.parse("mysql://a@b/c"))
                .hasMessageContaining("must begin with postgresql://")
                .hasMessageContaining("postgresql://user:password@host:5432/database");
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://u@host")).hasMessageContaining("names no database");
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://host/db")).hasMessageContaining("names no user");
    }

    @Test
    void aPasswordIsNeverPrintedNorQuotedInAnError() {
        assertThat(DatabaseUrl.parse("postgresql://convoy:hush@db/fleet").toString())
                .doesNotContain("hush");
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://convoy:hu sh@db/fleet"))
                .hasMessageNotContaining("hu sh");
    }
}
