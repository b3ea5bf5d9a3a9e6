package dev.convoy.control.api;

import dev.convoy.control.access.AccessRules;
import dev.convoy.model.MemberId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.xds.delivery.Deliveries;
import java.util.List;

/** Sends each request to the one file that knows its verb. */
final class Api {
    private final Getter getter;
    private final Lister lister;
    private final Watcher watcher;
    private final Creator creator;
    private final Replacer replacer;
    private final Patcher patcher;
    private final Deleter deleter;
    private final JoinDesk joins;
    private final DeliveryReports deliveries;
    private final ClientStatus clientStatus;
    private final OpenApiDocuments openApi = new OpenApiDocuments();

    Api(ObjectStore store, ChangeFeed feed, Deliveries deliveries, Joining joining, Limits limits) {
        var objects = new Objects(store);
        var intake = new Intake(objects);
        this.joins = new JoinDesk(objects, joining);
        this.deliveries = new DeliveryReports(objects, deliveries);
        this.clientStatus = new ClientStatus(deliveries);
        this.getter = new Getter(objects);
        this.lister = new Lister(objects);
        this.watcher = new Watcher(objects, feed, limits.watches());
        this.creator = new Creator(objects, intake, joins);
        this.replacer = new Replacer(objects, intake);
        this.patcher = new Patcher(objects, replacer);
        this.deleter = new Deleter(objects);
    }

    JoinDesk joins() {
        return joins;
    }

    /** @throws Refusal where the answer is no */
    Answer answer(Call call) throws InterruptedException {
        return switch (call.request()) {
            case ApiRequest.Root _ -> read(call, Answer.ok(Discovery.root()));
            case ApiRequest.Version _ -> read(call, Answer.ok(Discovery.version()));
            case ApiRequest.Join _ ->
                throw Refusal.methodNotAllowed("Joining is a POST with a token and a certificate request.");
            case ApiRequest.CoreVersions(Tree tree) -> discovery(call, tree, true);
            case ApiRequest.Groups(Tree tree) -> discovery(call, tree, false);
            case ApiRequest.OneGroup(Tree tree, String group) -> read(call, Answer.ok(Discovery.oneGroup(tree, group)));
            case ApiRequest.Resources(Tree tree, String group, String version) ->
                read(call, Answer.ok(Discovery.resources(tree, group, version)));
            case ApiRequest.OpenApiV2 _ -> read(call, OpenApiDocuments.version2(call.accept()));
            case ApiRequest.OpenApiIndex(Tree tree) -> read(call, Answer.ok(openApi.index(tree)));
            case ApiRequest.OpenApiV3(Tree tree, String group, String version) ->
                read(call, Answer.ok(openApi.document(tree, group, version)));
            case ApiRequest.AccessReview(Tree tree) -> {
                requireMethod(call, "POST");
                yield AccessReviews.answer(call, tree);
            }
            case ApiRequest.Events(Tree tree) -> {
                requireAccess(call, tree);
                yield read(call, Lister.noEvents(View.of(call.accept())));
            }
            case ApiRequest.Deliveries(MemberId member) -> {
                requireAccess(call, Tree.of(member));
                yield read(call, deliveries.of(member));
            }
            case ApiRequest.ClientStatus _ -> {
                requireMethod(call, "POST");
                yield clientStatus.answer(call);
            }
            case ApiRequest.Collection collection -> {
                requireAccess(call, collection.tree());
                yield collection(call, collection);
            }
            case ApiRequest.Item item -> {
                requireAccess(call, item.id().tree());
                yield item.part() == ApiRequest.Part.JOIN_TOKEN ? joinToken(call, item) : item(call, item);
            }
        };
    }

    private Answer collection(Call call, ApiRequest.Collection collection) throws InterruptedException {
        return switch (call.method()) {
            case "GET" -> call.flag("watch") ? watcher.watch(call, collection) : lister.list(call, collection);
            case "POST" -> creator.create(call, collection);
            case "DELETE" -> deleter.deleteAll(call, collection);
            default -> throw notAllowed(call, "GET, POST and DELETE");
        };
    }

    private Answer item(Call call, ApiRequest.Item item) {
        return switch (call.method()) {
            case "GET" -> {
                if (call.flag("watch")) {
                    throw Refusal.badRequest("Watch the collection with fieldSelector=metadata.name="
                            + item.id().name() + "; a single path is not watched here.");
                }
                yield getter.get(call, item);
            }
            case "PUT" -> replacer.replace(call, item);
            case "PATCH" -> patcher.patch(call, item);
            case "DELETE" -> deleter.delete(call, item);
            default -> throw notAllowed(call, "GET, PUT, PATCH and DELETE");
        };
    }

    private Answer joinToken(Call call, ApiRequest.Item item) {
        requireMethod(call, "POST");
        return joins.issue(item);
    }

    private static Answer discovery(Call call, Tree tree, boolean core) {
        requireMethod(call, "GET");
        if (View.of(call.accept()) == View.AGGREGATED_DISCOVERY) {
            return new Answer.Whole(200, View.DISCOVERY_TYPE, List.of(), Discovery.aggregated(tree, core));
        }
        return Answer.ok(core ? Discovery.coreVersions() : Discovery.groups(tree));
    }

    private static Answer read(Call call, Answer answer) {
        requireMethod(call, "GET");
        return answer;
    }

    private static void requireMethod(Call call, String method) {
        if (!call.method().equals(method)) {
            throw notAllowed(call, method);
        }
    }

    private static Refusal notAllowed(Call call, String allowed) {
        return Refusal.methodNotAllowed(Text.shown(call.method()) + " is not possible here; " + allowed + " is.");
    }

    private static void requireAccess(Call call, Tree tree) {
        AccessRules.objection(call.who(), tree).ifPresent(sentence -> {
            throw Refusal.forbidden(sentence);
        });
    }
}
