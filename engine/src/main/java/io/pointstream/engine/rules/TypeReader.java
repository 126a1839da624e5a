package io.pointstream.engine.rules;

import io.pointstream.engine.expression.Amount;
import io.pointstream.engine.expression.Condition;
import io.pointstream.engine.expression.EventFields;
import io.pointstream.engine.expression.Expressions;
import io.pointstream.engine.expression.Expressions.Mistake;
import io.pointstream.engine.expression.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what a rule says of the fields of one event type. Each method gives null, with a problem, for what cannot be. */
final class TypeReader {

    private final Problems problems;
    private final YamlValues values;
    private final EventFields fields;
    private final Expressions expressions;

    TypeReader(Problems problems, EventFields fields) {
        this.problems = problems;
        this.values = new YamlValues(problems);
        this.fields = fields;
        this.expressions = new Expressions(fields);
    }

    @Nullable
    Condition condition(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(node, "when must be an expression");
            return null;
        }
        List<Mistake> mistakes = new ArrayList<>();
        Condition condition = expressions.condition(scalar.getValue(), mistakes);
        mistakes.forEach(mistake -> problems.in(scalar, mistake));
        return condition;
    }

    @Nullable
    Amount amount(@Nullable Node node, String what) {
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(node, what + " must be an expression");
            return null;
        }
        List<Mistake> mistakes = new ArrayList<>();
        Amount amount = expressions.amount(scalar.getValue(), mistakes);
        mistakes.forEach(mistake -> problems.in(scalar, mistake));
        return amount;
    }

    /** One field or a list of them; {@link Key#NONE} for none. */
    Key key(@Nullable Node node) {
        List<Field> parts = new ArrayList<>();
        for (Node element : values.elements(node)) {
            Field field = field(element, "a key");
            if (field != null) {
                parts.add(field);
            }
        }
        return parts.isEmpty() ? Key.NONE : new Key(parts);
    }

    @Nullable
    Field field(@Nullable Node node, String what) {
        String name = values.text(node, what);
        if (node == null || name == null) {
            return null;
        }
        Field field = fields.field(name);
        if (field == null) {
            problems.at(node, "unknown event field '" + name + "'; known are " + String.join(", ", fields.names()));
        }
        return field;
    }

    /** A field of one kind. */
    <F extends Field> @Nullable F field(@Nullable Node node, String what, Class<F> kind, String kindInWords) {
        Field field = field(node, what);
        if (node == null || field == null) {
            return null;
        }
        if (kind.isInstance(field)) {
            return kind.cast(field);
        }
        problems.at(node, "'" + field.name() + "' is no " + kindInWords);
        return null;
    }
}
