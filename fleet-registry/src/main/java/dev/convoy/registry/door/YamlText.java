package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Reads YAML 1.1, as Kubernetes does, within limits: aliases are written out on a budget, and no tag makes anything but JSON's types. */
final class YamlText {
    private final TreeBuilder tree = new TreeBuilder();

    static Body read(byte[] bytes) {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(Body.MAX_DEPTH);
        limits.setAllowRecursiveKeys(false);
        // The budget of values bounds what aliases multiply to.
        limits.setMaxAliasesForCollections(Integer.MAX_VALUE);
        limits.setCodePointLimit(4 << 20);
        Yaml yaml = new Yaml(
                new SafeConstructor(limits), new Representer(new DumperOptions()), new DumperOptions(), limits);
        try {
            Node root = yaml.compose(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
            if (root == null) {
                return new Body.Unreadable("The body is empty; send the object as JSON or YAML.");
            }
            YamlText text = new YamlText();
            return text.tree.finish(text.value(root, "", 1));
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : " (line " + (e.getProblemMark().getLine() + 1) + ")";
            return new Body.Unreadable("The body is not YAML: " + e.getProblem() + where + ".");
        } catch (YAMLException e) {
            return new Body.Unreadable("The body is not YAML: " + e.getMessage() + ".");
        } catch (TreeBuilder.Refusal e) {
            return new Body.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode value(Node node, String path, int depth) throws TreeBuilder.Refusal {
        tree.count(depth);
        return switch (node) {
            case MappingNode mapping -> object(mapping, path, depth);
            case SequenceNode sequence -> list(sequence, path, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new TreeBuilder.Refusal("The body has a YAML node that JSON does not know.");
        };
    }

    private ObjectNode object(MappingNode mapping, String path, int depth) throws TreeBuilder.Refusal {
        ObjectNode object = TreeBuilder.NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
                throw new TreeBuilder.Refusal(
                        "Field names must be plain words; write out what a YAML merge key (<<) would bring.");
            }
            String child = TreeBuilder.child(path, key.getValue());
            if (object.replace(key.getValue(), value(tuple.getValueNode(), child, depth + 1)) != null) {
                tree.duplicate(child);
            }
        }
        return object;
    }

    private ArrayNode list(SequenceNode sequence, String path, int depth) throws TreeBuilder.Refusal {
        ArrayNode list = TreeBuilder.NODES.arrayNode();
        for (Node item : sequence.getValue()) {
            list.add(value(item, path + "[" + list.size() + "]", depth + 1));
        }
        return list;
    }

    private static JsonNode scalar(ScalarNode scalar) throws TreeBuilder.Refusal {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return TreeBuilder.NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return TreeBuilder.NODES.booleanNode(
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "true", "yes", "on" -> true;
                        default -> false;
                    });
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(text);
        }
        return TreeBuilder.NODES.textNode(text);
    }

    private static JsonNode number(String text) throws TreeBuilder.Refusal {
        String digits = text.replace("_", "");
        try {
            if (digits.length() > 100) {
                throw new TreeBuilder.Refusal("A number has more than 100 digits; no field needs that.");
            }
            if (digits.matches("[-+]?[0-9]+") && !digits.matches("[-+]?0[0-9]+")) {
                return TreeBuilder.number(new BigInteger(digits));
            }
            if (digits.matches("[-+]?0[0-9]+|[-+]?0[xX].*|[-+]?0[bB].*|.*:.*|.*[nN][aA][nN]|.*[iI][nN][fF]")) {
                throw new TreeBuilder.Refusal(
                        "The number " + text + " is not decimal; write it in decimal, or in quotes.");
            }
            return TreeBuilder.number(new BigDecimal(digits));
        } catch (NumberFormatException _) {
            throw new TreeBuilder.Refusal("The number " + text + " cannot be read; write it in decimal, or in quotes.");
        }
    }
}
