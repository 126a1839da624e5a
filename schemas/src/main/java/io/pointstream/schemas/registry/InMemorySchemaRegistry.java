package io.pointstream.schemas.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;

/**
 * The registry behind {@code mock://scope}: all clients of one scope in this process share it. Ids are given from 1 in the
 * order of registration, one per distinct schema whatever its subject, as the real registry does.
 */
public final class InMemorySchemaRegistry implements SchemaRegistryClient {

    private static final ConcurrentMap<String, InMemorySchemaRegistry> SCOPES = new ConcurrentHashMap<>();

    private static final Map<Compatibility, SchemaValidator> VALIDATORS = Map.of(
            Compatibility.BACKWARD,
                    new SchemaValidatorBuilder().canReadStrategy().validateLatest(),
            Compatibility.BACKWARD_TRANSITIVE,
                    new SchemaValidatorBuilder().canReadStrategy().validateAll(),
            Compatibility.FORWARD,
                    new SchemaValidatorBuilder().canBeReadStrategy().validateLatest(),
            Compatibility.FORWARD_TRANSITIVE,
                    new SchemaValidatorBuilder().canBeReadStrategy().validateAll(),
            Compatibility.FULL,
                    new SchemaValidatorBuilder().mutualReadStrategy().validateLatest(),
            Compatibility.FULL_TRANSITIVE,
                    new SchemaValidatorBuilder().mutualReadStrategy().validateAll());

    private final List<Schema> byId = new ArrayList<>();
    private final Map<Schema, Integer> ids = new HashMap<>();
    private final Map<String, List<Schema>> subjects = new HashMap<>();
    private final Map<String, Compatibility> compatibility = new HashMap<>();

    /** The registry of this scope, made on first use. */
    public static InMemorySchemaRegistry scope(String scope) {
        return SCOPES.computeIfAbsent(scope, s -> new InMemorySchemaRegistry());
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        List<Schema> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
        if (!versions.contains(schema)) {
            requireCompatible(subject, schema, versions);
            versions.add(schema);
        }
        return ids.computeIfAbsent(schema, s -> {
            byId.add(s);
            return byId.size();
        });
    }

    @Override
    public synchronized int idOf(String subject, Schema schema) {
        Integer id = ids.get(schema);
        if (id == null || !subjects.getOrDefault(subject, List.of()).contains(schema)) {
            throw new RegistryException(
                    0, 40403, "subject " + subject + " has no schema " + schema.getFullName() + " like this");
        }
        return id;
    }

    @Override
    public synchronized Registered latest(String subject) {
        List<Schema> versions = subjects.get(subject);
        if (versions == null || versions.isEmpty()) {
            throw new RegistryException(0, 40401, "subject " + subject + " not found");
        }
        Schema newest = versions.getLast();
        return new Registered(idOf(subject, newest), versions.size(), newest);
    }

    @Override
    public synchronized Schema byId(int id) {
        if (id < 1 || id > byId.size()) {
            throw new UnknownSchemaException(id, "unknown schema id " + id);
        }
        return byId.get(id - 1);
    }

    @Override
    public synchronized void setCompatibility(String subject, Compatibility level) {
        compatibility.put(subject, level);
    }

    private void requireCompatible(String subject, Schema schema, List<Schema> versions) {
        SchemaValidator validator = VALIDATORS.get(compatibility.getOrDefault(subject, Compatibility.BACKWARD));
        if (validator == null) {
            return;
        }
        List<Schema> newestFirst = new ArrayList<>(versions);
        Collections.reverse(newestFirst);
        try {
            validator.validate(schema, newestFirst);
        } catch (SchemaValidationException e) {
            throw new IncompatibleSchemaException(409, "schema refused by subject " + subject + ": " + e.getMessage());
        }
    }
}
