package io.pointstream.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the catalogue's topics on a broker, waiting for it when it is down. */
public final class TopicAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);

    /** How long one attempt may take, in milliseconds; an attempt that fails is followed by a log line and the next. */
    private static final String ATTEMPT_MS = "5000";

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * What an operator sets differently.
     *
     * @param partitions of every topic that has more than one; null takes the catalogue's
     * @param replication of every topic; null takes the broker's default
     */
    public record Overrides(
            @Nullable Integer partitions, @Nullable Short replication) {

        public static final Overrides NONE = new Overrides(null, null);

        public Overrides {
            if (partitions != null && partitions < 1) {
                throw new IllegalArgumentException("partitions: expected at least 1, was " + partitions);
            }
            if (replication != null && replication < 1) {
                throw new IllegalArgumentException("replication: expected at least 1, was " + replication);
            }
        }
    }

    /**
     * Creates the topics of the catalogue that do not exist. A topic that exists is left as it is; where its settings are not
     * the catalogue's, a log line says so.
     *
     * @param adminConfig {@code bootstrap.servers}, security
     * @return the names of those created
     * @throws IllegalStateException when topics keyed by account differ in their number of partitions: events of one account
     *     would not meet
     * @throws KafkaException when the broker refuses, or the thread is interrupted while waiting
     */
    public static List<String> create(Map<String, Object> adminConfig, Overrides overrides) {
        Map<String, Object> config = new HashMap<>(adminConfig);
        config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ATTEMPT_MS);
        config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ATTEMPT_MS);
        Object servers = config.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        while (true) {
            try (Admin admin = Admin.create(config)) {
                return create(admin, overrides);
            } catch (KafkaException e) {
                if (!isDown(e)) {
                    throw e;
                }
                LOG.warn("waiting for broker: bootstrap_servers={} reason=\"{}\"", servers, reason(e));
            }
            pause();
        }
    }

    private static List<String> create(Admin admin, Overrides overrides) {
        Set<String> existing = await(admin.listTopics().names());
        List<NewTopic> missing = new ArrayList<>();
        for (Topic topic : Topics.ALL) {
            if (!existing.contains(topic.name())) {
                missing.add(newTopic(topic, overrides));
            }
        }
        List<String> created = create(admin, missing);
        if (!created.isEmpty()) {
            LOG.info("topics created: topics={}", created);
        }
        requireCopartitioned(admin);
        reportDifferences(admin, existing);
        return List.copyOf(created);
    }

    /**
     * Creates topics, and returns when their leaders take records. A topic that exists is left as it is.
     *
     * <p>Records that are sent before that can be lost: a broker refuses the first request as it is not the leader yet,
     * takes the second that is already on its way, and from then on refuses the first as out of order, until the
     * producer gives it up (KAFKA-15591; brokers from 4.5 on refuse the second).
     *
     * @param topics with a number of partitions each
     * @return the names of those created
     * @throws KafkaException when the broker refuses or does not answer in time, or the thread is interrupted
     */
    public static List<String> create(Admin admin, Collection<NewTopic> topics) {
        List<String> created = new ArrayList<>();
        admin.createTopics(topics).values().forEach((name, answer) -> {
            try {
                await(answer);
                created.add(name);
            } catch (TopicExistsException e) {
                // Another of us was faster.
                LOG.debug("topic exists: topic={}", name);
            }
        });
        // Only a leader answers this; the client asks until each does.
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        await(admin.listOffsets(ends).all());
        return created;
    }

    private static NewTopic newTopic(Topic topic, Overrides overrides) {
        int partitions =
                overrides.partitions == null || topic.partitions() == 1 ? topic.partitions() : overrides.partitions;
        Map<String, String> config = new HashMap<>(topic.config());
        if (overrides.replication != null && overrides.replication >= 3) {
            // With three copies one broker may be away, and what was acknowledged is still on two.
            config.put("min.insync.replicas", "2");
        }
        return new NewTopic(topic.name(), Optional.of(partitions), Optional.ofNullable(overrides.replication))
                .configs(config);
    }

    private static void requireCopartitioned(Admin admin) {
        List<String> names = Topics.ALL.stream()
                .filter(Topic::copartitioned)
                .map(Topic::name)
                .toList();
        Map<String, TopicDescription> found = await(admin.describeTopics(names).allTopicNames());
        Map<Integer, List<String>> byPartitions = names.stream()
                .collect(Collectors.groupingBy(name ->
                        Objects.requireNonNull(found.get(name)).partitions().size()));
        if (byPartitions.size() > 1) {
            throw new IllegalStateException(
                    "topics keyed by account must have one number of partitions, but have " + byPartitions);
        }
    }

    private static void reportDifferences(Admin admin, Set<String> existing) {
        Map<ConfigResource, Topic> topics = Topics.ALL.stream()
                .filter(topic -> existing.contains(topic.name()))
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic -> topic));
        Map<ConfigResource, Config> found =
                await(admin.describeConfigs(topics.keySet()).all());
        topics.forEach((resource, topic) -> {
            Config config = Objects.requireNonNull(found.get(resource));
            topic.config().forEach((key, wanted) -> {
                ConfigEntry entry = config.get(key);
                if (entry != null && !wanted.equals(entry.value())) {
                    LOG.warn(
                            "topic differs from the catalogue: topic={} setting={} catalogue={} broker={}",
                            topic.name(),
                            key,
                            wanted,
                            entry.value());
                }
            });
        });
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether a later attempt may succeed: no connection, no answer in time, or (in a cluster that starts) no address yet. */
    private static boolean isDown(KafkaException e) {
        return e instanceof RetriableException
                || (e.getCause() instanceof ConfigException cause
                        && String.valueOf(cause.getMessage()).contains("resolvable"));
    }

    private static String reason(KafkaException e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : String.valueOf(e.getCause().getMessage());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static KafkaException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaException("interrupted while waiting for the broker", e);
    }

    private TopicAdmin() {}
}
