package io.pointstream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pointstream.schemas.SubjectAdmin;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.registry.SchemaRegistryClient.Compatibility;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest {

    private static final Schema V1 =
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
    private static final Schema V2 = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .optionalString("b")
            .endRecord();
    private static final Schema BREAKING = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .requiredString("c")
            .endRecord();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void aScopeIsSharedAndScopesAreApart() {
        assertThat(SchemaRegistryConfig.of(Map.of("schema.registry.url", "mock://one"))
                        .client())
                .isSameAs(InMemorySchemaRegistry.scope("one"))
                .isNotSameAs(InMemorySchemaRegistry.scope("two"));
    }

    @Test
    void aSchemaHasOneIdInEverySubject() {
        assertThat(registry.register("x-value", V1)).isEqualTo(1);
        assertThat(registry.register("y-value", V1)).isEqualTo(1);
        assertThat(registry.register("x-value", V2)).isEqualTo(2);
        assertThat(registry.latest("x-value")).isEqualTo(new SchemaRegistryClient.Registered(2, 2, V2));
        assertThat(registry.idOf("y-value", V1)).isEqualTo(1);
    }

    @Test
    void anIncompatibleChangeIsRefused() {
        registry.register("x-value", V1);

        assertThatExceptionOfType(IncompatibleSchemaException.class)
                .isThrownBy(() -> registry.register("x-value", BREAKING));
        assertThat(registry.latest("x-value").schema()).isEqualTo(V1);

        registry.setCompatibility("x-value", Compatibility.NONE);
        assertThat(registry.register("x-value", BREAKING)).isEqualTo(2);
    }

    @Test
    void whatIsUnknownIsRefused() {
        registry.register("x-value", V1);

        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> registry.latest("y-value"));
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> registry.idOf("y-value", V1));
        assertThatExceptionOfType(UnknownSchemaException.class).isThrownBy(() -> registry.byId(2));
        assertThatExceptionOfType(UnknownSchemaException.class).isThrownBy(() -> registry.byId(0));
    }

    @Test
    void theCatalogueIsRegistered() {
        SubjectAdmin.register(registry);
        SubjectAdmin.register(registry);

        for (Topic topic : Topics.ALL) {
            if (topic.valueSchema() != null) {
                assertThat(registry.latest(topic.valueSubject()).schema()).isEqualTo(topic.valueSchema());
                assertThat(registry.latest(topic.valueSubject()).version()).isEqualTo(1);
            }
        }
    }
}
