package dev.convoy.control.stories;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.TlsCertificate;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.Verdict;
import dev.convoy.model.plan.Verdict.Subject;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans and verdicts as YAML for people: any record by its components, what is empty left out. */
final class Spelled {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private Spelled() {}

    static String plan(FleetPlan plan) {
        List<MemberPlan> members = plan.members().values().stream()
                .sorted(Comparator.comparing(MemberPlan::member))
                .toList();
        return yaml(Map.of("members", value(members)));
    }

    /** Each object with its conditions, one line each. */
    static String verdicts(FleetPlan plan) {
        var bySubject = new LinkedHashMap<Subject, Map<String, String>>();
        plan.verdicts().values().stream()
                .flatMap(List::stream)
                .forEach(verdict -> bySubject
                        .computeIfAbsent(verdict.subject(), _ -> new LinkedHashMap<>())
                        .put(verdict.condition(), sentence(verdict)));
        var listed = new ArrayList<Map<String, Object>>();
        bySubject.forEach((subject, conditions) -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("object", subject.object().toString());
            switch (subject) {
                case Subject.Whole _ -> {}
                case Subject.OfListener listener -> entry.put("listener", listener.listener());
                case Subject.OfParent parent ->
                    entry.put(
                            "parent",
                            parent.parent().gateway().qualifiedName()
                                    + (parent.parent().section().isEmpty()
                                            ? ""
                                            : " " + parent.parent().section()));
            }
            entry.putAll(conditions);
            listed.add(entry);
        });
        plan.attachedRoutes().values().stream()
                .flatMap(List::stream)
                .forEach(attached -> listed.add(new LinkedHashMap<>(Map.of(
                        "listenerRoutes", attached.gateway() + ", " + attached.listener() + ": " + attached.count()))));
        return yaml(listed);
    }

    private static String sentence(Verdict verdict) {
        return (verdict.holds() ? "True" : "False") + ", " + verdict.reason() + ": " + verdict.message();
    }

    static String yaml(Object value) {
        try {
            return YAML.writeValueAsString(value);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Object value(Object value) {
        return switch (value) {
            case MemberId _, ObjectId _, SocketAddress _, TlsCertificate _ -> value.toString();
            case BackendId id -> id.reach() + " " + id.namespace() + "/" + id.name() + ":" + id.port();
            case PersistentMap<?, ?> map -> value(map.values());
            case Collection<?> many -> many.stream().map(Spelled::value).toList();
            case Record record -> components(record);
            case Integer number -> number;
            case Boolean flag -> flag;
            default -> value.toString();
        };
    }

    private static Object components(Record record) {
        var fields = new LinkedHashMap<String, Object>();
        if (isVariant(record)) {
            fields.put("is", record.getClass().getSimpleName());
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = component(record, component);
            if (value != null && !isEmpty(value)) {
                fields.put(component.getName(), value(value));
            }
        }
        return fields;
    }

    private static boolean isEmpty(Object value) {
        return switch (value) {
            case Collection<?> many -> many.isEmpty();
            case PersistentMap<?, ?> map -> map.isEmpty();
            default -> value.equals("");
        };
    }

    /** A case of a sealed interface says which it is. */
    private static boolean isVariant(Record record) {
        for (Class<?> type : record.getClass().getInterfaces()) {
            if (type.isSealed()) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(component + " cannot be read", failure);
        }
    }
}
